import { randomInt } from 'node:crypto';

/** At least 0, less than 1. */
export type RandomSource = () => number;

/** The same numbers for the same seed (mulberry32); without a seed, unforeseeable ones. */
export function seededRandom(seed: number = randomInt(2 ** 32)): RandomSource {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const digits = '0123456789abcdef';

/** A version 4 UUID. */
export function uuid(random: RandomSource): string {
  let made = '';
  for (const c of 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx') {
    if (c === 'x') {
      made += digits[Math.floor(random() * 16)]!;
    } else if (c === 'y') {
      made += digits[(Math.floor(random() * 16) & 3) | 8]!;
    } else {
      made += c;
    }
  }
  return made;
}
