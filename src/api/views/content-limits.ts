// Not a shape but what holds on both sides: the page offers, counts and limits by the very code of the server. All of it is
// pure, and runs in a browser.
export { contentTypes, longestTexts, mostVariants } from '../content/content-request.ts';
export { lengthLimit, platformTitles } from '../content/length/length-limit.ts';
