// The editor of each kind of setting: name -> its module's `Editor`. One that is not here is edited as JSON.
//
// An editor is given { value, onChange(value), offer, errorOf(pointer), turn, idOf(pointer), me }; `turn` grows each time errors come: `value` as the API has it,
// `offer` what the kind offers to choose from, and `errorOf('/idle_minutes')` what is wrong there. A control's id is
// idOf(its pointer), or that of a field whose name is nameOf(its pointer): the error summary leads there.

const EDITORS = {
	agencies: async () => (await import('./agencies.js')).Editor,
	directories: async () => (await import('./directories.js')).Editor,
	contacts: async () => (await import('./contacts.js')).Editor,
	calendar: async () => (await import('./calendar.js')).Editor,
	hours: async () => (await import('./hours.js')).Editor,
	mapping: async () => (await import('./mapping.js')).Editor,
	grants: async () => (await import('./grants.js')).Editor,
	mail: async () => (await import('./mail.js')).Editor,
	wording: async () => (await import('./wording.js')).Editor,
	retention: async () => (await import('./retention.js')).Editor,
	sessions: async () => (await import('./sessions.js')).Editor,
};

export async function editorOf(name) {
	return EDITORS[name] ? EDITORS[name]() : (await import('./json.js')).Editor;
}

export const nameOf = (pointer) => pointer.replace(/^\//, '').replaceAll('/', '-') || 'value';
export const idOf = (pointer) => `field-${nameOf(pointer)}`;
