/** What `new Random(seed).nextDouble()` gives in Java, as $random(seed) does on AWS. `seed` loses its fraction. */
export function firstRandom(seed: number): number {
  const multiplier = 0x5_deec_e66dn;
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
