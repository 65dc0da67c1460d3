// advances.mjs - how wide the letters of Liberation Sans are (those of Arial: the two have the same metrics), read from the
// tables of the font file itself. The table in src/core/flowchart_text.c is what this prints:
//
//	node tests/browser/advances.mjs >> src/core/flowchart_text.c     # and put it where the old one was
//
// flowchart.test.mjs holds the two against each other.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FONTS = '/usr/share/fonts/truetype/liberation/LiberationSans-';
const FIRST = 0x20, LAST = 0xff; // Latin-1; 0x7f to 0x9f are no letters

function table(font, tag) {
	const count = font.readUInt16BE(4);
	for (let i = 0; i < count; i++) {
		const at = 12 + 16 * i;
		if (font.toString('latin1', at, at + 4) === tag)
			return font.subarray(font.readUInt32BE(at + 8), font.readUInt32BE(at + 8) + font.readUInt32BE(at + 12));
	}
	throw new Error(`no table ${tag}`);
}

// The format 4 subtable for Windows Unicode: segments of characters and where their glyphs are.
function glyphs(cmap) {
	let at = 0;
	for (let i = 0; i < cmap.readUInt16BE(2); i++)
		if (cmap.readUInt32BE(4 + 8 * i) === 0x00030001) at = cmap.readUInt32BE(8 + 8 * i);
	const map = cmap.subarray(at), segments = map.readUInt16BE(6) / 2;
	const word = (list, i) => map.readUInt16BE(14 + list * 2 * segments + (list > 0 ? 2 : 0) + 2 * i);
	return (code) => {
		let i = 0;
		while (word(0, i) < code) i++;
		if (word(1, i) > code) return 0;
		const offset = word(3, i);
		if (offset === 0) return (code + word(2, i)) & 0xffff;
		const place = 16 + 6 * segments + 2 * i + offset + 2 * (code - word(1, i));
		return (map.readUInt16BE(place) + word(2, i)) & 0xffff;
	};
}

// Thousandths of the font's size, rounded up, for each character from the space to y with two dots.
export function advances(face) {
	const font = readFileSync(`${FONTS}${face}.ttf`);
	const em = table(font, 'head').readUInt16BE(18), metrics = table(font, 'hmtx');
	const last = table(font, 'hhea').readUInt16BE(34) - 1, glyph = glyphs(table(font, 'cmap'));
	return Array.from({ length: LAST - FIRST + 1 }, (_, i) =>
		Math.ceil(metrics.readUInt16BE(4 * Math.min(glyph(FIRST + i), last)) * 1000 / em));
}

export function source() {
	const rows = ['Regular', 'Bold'].map((face) => {
		const list = advances(face), lines = [];
		for (let i = 0; i < list.length; i += 16) lines.push(`\t  ${list.slice(i, i + 16).join(', ')},\n`);
		return `\t{\n${lines.join('')}\t},\n`;
	});
	return `static const unsigned short advances[2][FIRST_MEASURED_END - FIRST_MEASURED] = {\n${rows.join('')}};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(source());
