import type { Piece, Tone } from './transcript';

/** https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const codes: Readonly<Record<Tone, string>> = { plain: '', dim: '90', good: '32', warning: '33', bad: '31', name: '36' };

/** A line with colours, for consoles that show them. */
export function ansi(pieces: readonly Piece[]): string {
  return pieces.map(({ text, tone }) => (codes[tone] === '' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`)).join('');
}

/** A line without colours. */
export function plain(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
