const endings =
  'com|fr|net|org|io|co|eu|be|ch|ca|de|es|it|nl|uk|us|shop|store|app|dev|ai|me|info|biz|tv|blog|site|online|example|test';
const pathChars = String.raw`[^\s<>"«»“”]`;
const lastPathChar = String.raw`[^\s<>"«»“”.,;:!?()\[\]…'’]`;

/** Sources of regular expressions (flags `iu`): what is one piece in a text and has a meaning of its own. */
export const emailPattern = String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+`;
export const urlPattern = [
  String.raw`(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)${pathChars}*${lastPathChar}\/?`,
  String.raw`(?<![\p{L}\p{N}@._-])[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,5}\.(?:${endings})(?![\p{L}\p{N}_-])(?:\/${pathChars}*${lastPathChar}|\/)?`,
].join('|');
export const hashtagPattern = String.raw`(?<![\p{L}\p{N}_&])#[\p{L}\p{M}\p{N}_]+`;
export const mentionPattern = String.raw`(?<![\p{L}\p{N}._])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.]*[\p{L}\p{N}_])?`;
