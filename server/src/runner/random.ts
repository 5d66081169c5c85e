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

/** A version 4 UUID. */
export function uuid(random: RandomSource): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => {
    const digit = Math.floor(random() * 16);
    return (c === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}
