/** Longer than the minute that proxies keep an idle connection: theirs ends first, and no request meets a closed one. */
export const keepAliveMs = 72_000;
