// What somebody at the council raises with the hospital, as the form sends it; tests change what they are about.

const common = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23', subject_kind: 'child',
	plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital', risk: 'Nobody has seen the home.',
	nature: 'Whether it is safe.', aim: 'The child stays until we have met.', evidence: 'Two earlier attendances.',
};

export const concern = {
	...common, reference_kind: 'nhs', nhs_number: '9990000018', issue: 'The ward plans to send Zacharias home today.',
};

// Known by a name instead of a number.
export const concernAbout = (name) => ({
	...common, reference_kind: 'case-name', case_name: name, issue: `The ward plans to send ${name} home today.`,
});
