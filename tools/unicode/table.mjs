// Makes Focusflow.Core/Foundation/Text/Unicode.txt of the files of the Unicode Character Database:
//
//   node tools/unicode/table.mjs FOLDER > Focusflow.Core/Foundation/Text/Unicode.txt
//
// FOLDER holds UnicodeData.txt, CaseFolding.txt, CompositionExclusions.txt and DerivedCoreProperties.txt as published by
// unicode.org under Public/VERSION/ucd (Debian's package unicode-data has them in /usr/share/unicode). All numbers are hexadecimal
// code points, except for combining classes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) throw new Error('Say in which folder the Unicode files are.');
const lines = name => readFileSync(join(folder, name), 'utf8').split('\n');
const fields = name => lines(name).map(line => line.split('#')[0].trim()).filter(line => line).map(line => line.split(';').map(field => field.trim()));
const version = lines('CaseFolding.txt')[0].match(/CaseFolding-([\d.]+)\.txt/)[1];

const out = [`# Unicode ${version}, made by tools/unicode/table.mjs. D: canonical decomposition, S: the same, never composed again,`,
  '# C: combining class of a range, F: case folding, I: a range that is shown as nothing.'];

const excluded = new Set(fields('CompositionExclusions.txt').map(([point]) => point));
const classes = new Map();
for (const [point, , , combining, , decomposition] of fields('UnicodeData.txt')) {
  if (combining !== '0') classes.set(parseInt(point, 16), combining);
  if (decomposition && !decomposition.startsWith('<')) {
    const parts = decomposition.split(' ');
    // Singletons, non-starters and those excluded by name are never composed.
    const composed = parts.length === 2 && combining === '0' && !excluded.has(point);
    out.push({ point, parts, composed });
  }
}

for (let i = 0; i < out.length; i++) {
  if (typeof out[i] === 'string') continue;
  const { point, parts, composed } = out[i];
  const startsWithMark = classes.has(parseInt(parts[0], 16));
  out[i] = `${composed && !startsWithMark ? 'D' : 'S'} ${point} ${parts.join(' ')}`;
}

const hex = number => number.toString(16).toUpperCase().padStart(4, '0');
let range;
for (const [point, combining] of [...classes].sort(([a], [b]) => a - b)) {
  if (range && range.last === point - 1 && range.combining === combining) range.last = point;
  else out.push(range = { first: point, last: point, combining });
}

for (const [point, status, folded] of fields('CaseFolding.txt'))
  if (status === 'C' || status === 'F') out.push(`F ${point} ${folded}`);
for (const [points, property] of fields('DerivedCoreProperties.txt'))
  if (property === 'Default_Ignorable_Code_Point') out.push(`I ${points.replace('..', ' ')}`);

console.log(out.map(line => typeof line === 'string' ? line : `C ${hex(line.first)} ${hex(line.last)} ${line.combining}`).join('\n'));
