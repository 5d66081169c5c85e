import fc from 'fast-check';

/** Properties are tried on the same data in every run; `STEPWISE_SEED` tries others. */
fc.configureGlobal({ seed: Number(process.env.STEPWISE_SEED ?? 1) });
