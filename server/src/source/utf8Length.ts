/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
  const first = text.search(/[\u0080-\uffff]/);
  let { length } = text;
  // Most texts are ASCII, which the search finds out much faster.
  for (let at = first < 0 ? text.length : first; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A surrogate pair has four bytes and two units.
    length += code < 0x80 ? 0 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return length;
}
