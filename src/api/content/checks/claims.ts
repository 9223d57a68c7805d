const s = String.raw`[\s\u00a0\u202f-]+`;

/** Claims of rank, proof and award: each may stand only where the client made it. Without `g`: used for testing as well. */
export const claims: readonly RegExp[] = [
  String.raw`(?<!\p{L})(?:n[°ºo]\.?\s*(?:1|un)(?!\d)|numéros?${s}(?:1|un)(?![\d\p{L}])|number${s}one|no\.${s}?1(?!\d))`,
  String.raw`(?<!\p{L})(?:le|la|les)${s}meilleure?s?(?:${s}\p{L}+){0,4}${s}(?:du${s}marché|au${s}monde|du${s}monde|de${s}france)|the${s}best(?:${s}\p{L}+){0,4}${s}(?:in${s}the${s}world|on${s}the${s}market)|world['’]?s?${s}(?:best|leading|finest|first)`,
  String.raw`(?<!\p{L})leaders?${s}(?:du${s}marché|mondial|européen|français|incontest\p{L}+)|market${s}lead\p{L}+|(?:industry|world)${s}leading`,
  String.raw`best${s}?sell(?:er|ing)s?(?!\p{L})`,
  String.raw`(?<!\p{L})(?:award${s}winning|primée?s?(?!\p{L})|récompensée?s?(?!\p{L})|médaille${s}d['’]or|gold${s}medal)`,
  String.raw`(?<!\p{L})(?:cliniquement|scientifiquement)${s}(?:prouvé|testé|démontré)\p{L}*|(?:clinically|scientifically)${s}(?:proven|tested)`,
  String.raw`(?<!\p{L})(?:recommandée?s?${s}par|recommended${s}by|approuvée?s?${s}par|approved${s}by|testée?s?${s}(?:et${s}approuvée?s?|par))(?!\p{L})`,
  String.raw`(?<!\p{L})(?:brevetée?s?|patented|certifiée?s?|certified)(?!\p{L})`,
  String.raw`(?<!\p{L})(?:garantie?s?${s}à${s}vie|lifetime${s}(?:guarantee|warranty)|satisfait${s}ou${s}remboursé|money${s}back)`,
  String.raw`(?<!\p{L})(?:livraison${s}(?:gratuite|offerte)|free${s}(?:shipping|delivery)|frais${s}de${s}port${s}offerts)`,
  String.raw`(?<!\p{L})(?:fabriquée?s?${s}en|made${s}in)(?!\p{L})`,
].map((source) => new RegExp(source, 'iu'));
