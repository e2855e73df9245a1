/** Polls a condition; the limit is for real failures only. */
export const until = async (what, condition, limitMs = 30_000) => {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((settle) => setTimeout(settle, 5));
  }
};
