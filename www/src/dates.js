// Days as people type them. What a date *means* (how many working days are left, when something is due) always
// comes from the server; here it is only a matter of three boxes.

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october',
	'november', 'december'];

export const emptyDay = { day: '', month: '', year: '' };

export const isBlankDay = (parts) => !parts || !(parts.day || parts.month || parts.year);

function monthNumber(text) {
	const word = text.trim().toLowerCase();
	if (/^\d{1,2}$/.test(word)) return Number(word);
	return word.length < 3 ? 0 : MONTHS.findIndex((name) => name.startsWith(word)) + 1;
}

// '2027-12-23', or null when it is no day of the calendar.
export function dayFromParts({ day, month, year }) {
	if (!/^\s*\d{1,2}\s*$/.test(day) || !/^\s*\d{4}\s*$/.test(year)) return null;
	const [y, m, d] = [Number(year), monthNumber(month), Number(day)];
	if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return null;
	return `${year.trim()}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

export function partsFromDay(iso) {
	const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '');
	return found ? { year: found[1], month: String(Number(found[2])), day: String(Number(found[3])) } : emptyDay;
}

// '14:30', '2.30pm', '9 am' -> '14:30', or null.
export function clockTime(text) {
	const found = /^\s*(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?\s*$/i.exec(text ?? '');
	if (!found) return null;
	let hour = Number(found[1]);
	const minute = Number(found[2] ?? 0);
	const half = found[3]?.toLowerCase();
	if (!half && found[2] === undefined) return null; // '9' alone may be either
	if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
	if (half) hour = (hour % 12) + (half === 'pm' ? 12 : 0);
	return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

// The server's local time now, from '2027-12-23T10:00:00+00:00'.
export const partsFromNow = (now) => ({ ...partsFromDay(now), time: (now ?? '').slice(11, 16) });

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

// 'Thursday 23 December 2027', for reading an answer back.
export function dayInWords(iso) {
	const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? '');
	if (!found) return iso;
	const [y, m, d] = found.slice(1).map(Number);
	const month = MONTHS[m - 1];
	return `${WEEKDAYS[new Date(Date.UTC(y, m - 1, d)).getUTCDay()]} ${d} ${month[0].toUpperCase()}${month.slice(1)} ${y}`;
}
