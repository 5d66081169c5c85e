/** Lengths of the drawing in CSS pixels; layout and drawing go by the same ones. */
export const shape = {
  margin: 28,
  /** A card: its icon's square stands `inset` from the left border, texts begin at `text`. */
  card: { least: 176, most: 264, height: 54, line: 16, inset: 11, icon: 32, text: 54, right: 14, badge: 18 },
  header: 50,
  frame: { top: 34, side: 18, bottom: 18, gap: 14, around: 14, empty: { width: 150, height: 44 } },
  label: { most: 196, line: 14, height: 20, side: 9, lines: 3 },
  /** Branches stand side by side up to this width; more of them go into further rows. */
  wide: 3600,
} as const;
