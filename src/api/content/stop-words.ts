/** Words that are everywhere in one of these languages and seldom in the others. */
export const stopWords: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: words(
    'le la les un une des du de et ou est sont pour avec sans dans sur par pas plus que qui ce cette ces votre vos notre nos ' +
      'vous nous il elle ils elles au aux en son sa ses leur leurs mais comme tout tous toute toutes très chez dès où grâce ' +
      'à été être avoir fait faire découvrez offrez profitez je tu mon ma mes entre aussi bien quand chaque vers lors ne se si y',
  ),
  en: words(
    'the a an and or is are was were be for with without in on by of to from that this these those your our their its it you ' +
      'we they he she his her but as all any very at not no more most has have had will can get make made just every each when ' +
      'where what who how into out up so if do does discover enjoy new my i am us than then there here while about',
  ),
  es: words(
    'el los las una unos y es son para con sin del al que su sus tu por más pero como muy todo esta este nuestro',
  ),
  de: words(
    'der die das den dem ein eine einen und oder ist sind für mit ohne im auf von zu nicht ihr ihre wir sie auch sehr',
  ),
  it: words(
    'il lo gli una uno e è sono per con senza nel nella del della che non più tuo tua nostro vostro come anche molto',
  ),
  pt: words(
    'o os as um uma e é são para com sem no na dos das que seu sua não mais como muito nosso você também',
  ),
  nl: words(
    'de het een en of is zijn voor met zonder in op van naar niet je jouw ons onze wij zij ook zeer dit deze',
  ),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
