// Where things stand in the address bar.

export const casePath = (reference) => `/escalations/${encodeURIComponent(reference)}`;
export const confirmationPath = (reference, seq) => `${casePath(reference)}/confirmation?${new URLSearchParams({ seq })}`;
export const filePath = (reference, id) => `/api/v1/escalations/${encodeURIComponent(reference)}/attachments/${encodeURIComponent(id)}`;
export const notesPath = (reference) => `${casePath(reference)}/notes`;
export const actionPath = (reference, action) =>
	`${casePath(reference)}/action?${new URLSearchParams({ id: action })}`;

// The record for the file: of all, or of the one thing with that number.
export const recordPath = (reference, number) => `${casePath(reference)}/record${number ? `?number=${number}` : ''}`;
export const requestPath = (id) => `/requests/${encodeURIComponent(id)}`;
