// Words that the pages say themselves. What a policy says, dates and names come from the server.

export const VIEWS = [
	{ id: 'needs-me', href: '/', label: 'Needs me', title: 'What needs me' },
	{ id: 'mine', href: '/?view=mine', label: 'Mine', title: 'Escalations I am part of' },
	{ id: 'watching', href: '/?view=watching', label: 'Watching', title: 'Escalations I am copied in on' },
];

export const EMPTY = {
	'needs-me': {
		title: 'Nothing needs you at the moment',
		text: 'When it is your turn, or the turn of somebody in your role, it is listed here with its date.',
	},
	mine: {
		title: 'You are not part of any open escalation',
		text: 'An escalation is listed here from the day it is raised by you, or with you, until it is closed.',
	},
	watching: {
		title: 'You are not copied in on any escalation',
		text: 'When a policy says that you are to be told, the escalation is listed here. You can read it; others act.',
	},
};

// What a person does well to know before filling in the form, by kind of event.
export const INTRODUCTIONS = {
	contact: 'Write it soon after you spoke, so that both sides can rely on it. Everybody in the escalation can read it.',
	planned: 'Ask those who should be there, from any agency. Nothing that you write here goes into mail but the day and the time.',
	'meeting-proposed': 'Everybody who is asked says which of the times they can make. You settle on one when you know.',
	'meeting-settled': 'With this the meeting goes into the calendars of everybody who is asked.',
	consulted: 'Advice taken inside your own agency, and what came of it.',
	agreed: 'Say what was agreed and how anything outstanding will be followed up.',
	confirmed: 'This is the written confirmation. It goes on the record as you write it.',
	escalated: 'Say why it could not be settled here. The people at the next stage read this first.',
	decided: 'Both agencies read this as you write it, and are asked what they did about it.',
	responded: 'Say what your agency did, or why it did not.',
	'risk-flagged': 'If anybody is in immediate danger, call 999 first.',
	'risk-told': 'Who told whom, and when, whether it was you or somebody else.',
	'risk-ended': 'Say why nobody is at immediate risk any more, and who says so.',
	'record-approved': 'Read it as it stands below. If anything in it is not as you know it, say where you differ instead.',
	'record-differed': 'The record stays as it is. What you write stands beside it, for everybody to read.',
	'item-added': 'Each thing that is left to be done has somebody who does it, and a day. The escalation stays open until it is done, or you say why it will not be.',
	lesson: 'It goes to whom the policy names, and stays with this escalation, also when it is closed.',
	attached: 'Everybody in the escalation can open it. Send no more than is needed.',
	oversight: 'Say what you looked at, whether it is going as it should, and what you asked for.',
	withdrawn: 'The record stays. The other side is told.',
};

export const SIDES = { raising: 'Raised by', receiving: 'Raised with' };

export const STAGE_STATES = {
	current: 'Now',
	done: 'Done',
	'to-come': 'To come',
	'passed-over': 'Not needed',
};

// Duty and phase to the colour of a tag. The words beside it always say the same.
export const DUTY_COLOURS = { open: 'blue', done: 'green', waiting: 'grey', unresolved: 'grey', 'not-needed': 'grey' };
export const PHASE_COLOURS = { open: 'blue', agreed: 'turquoise', decided: 'purple', closed: 'grey', withdrawn: 'grey' };

export const SUBJECT_KINDS = { child: 'Child', adult: 'Adult' };
export const YES_NO = { yes: 'Yes', no: 'No', unknown: 'Not known' };

// What went wrong with loading a page, by status; '' for the rest.
export const PROBLEMS = {
	0: { title: 'Parley cannot be reached', next: 'Check your connection, then try again.' },
	403: {
		title: 'You may not see this',
		next: 'An escalation can be seen by the people who are part of it and those whom the policy brings in.',
	},
	404: {
		title: 'Page not found',
		next: 'Check that the whole address was copied. It may also be an escalation that you are not part of.',
	},
	410: { title: 'It was erased', next: 'The time for which it is kept was over.' },
	429: { title: 'Too many requests', next: 'Wait a minute, then try again.' },
	503: { title: 'Parley is not available at the moment', next: 'What was recorded is safe. Try again in a minute.' },
	'': { title: 'Sorry, there is a problem with Parley', next: 'Try again in a minute. If it goes wrong again, tell your service desk.' },
};

// Whoever supports the raiser acts for them as a deputy does, and nobody is away.
export const actsFor = (data, name) => (data.companion?.you && data.raiser?.name === name
	? `You support ${name}: what they can do, you can do for them.` : `You act for ${name}, who is away.`);
