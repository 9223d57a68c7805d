import type { ContentOrder } from './content-order.ts';

/** Of each kind five, so that as many texts as can be asked for differ; `§` stands for what is written about. */
export interface Phrases {
  readonly title: readonly string[];
  readonly subject: readonly string[];
  readonly hook: readonly string[];
  readonly opening: readonly string[];
  /** Sentences of a post. */
  readonly aside: readonly string[];
  /** Paragraphs of a description. */
  readonly paragraph: readonly string[];
  /** Between a headline's subject and its keywords. */
  readonly link: readonly string[];
  readonly and: string;
  /** Before keywords that are named by themselves, and before the details. */
  readonly note: string;
  readonly inShort: string;
  readonly hashtag: string;
  /** What is written about where nothing short enough was said. */
  readonly anything: string;
}

/** No number, no claim: nobody gave any. */
export const phrases: Readonly<Record<ContentOrder['language'], Phrases>> = {
  fr: {
    title: [
      '§ pour tous les jours',
      '§, une idée bien pensée',
      '§ à garder près de soi',
      '§ pour se faire plaisir',
      '§, tout simplement',
    ],
    subject: [
      '§ : à voir dès maintenant',
      'Une idée pour vous : §',
      '§, ça vous tente ?',
      'À découvrir : §',
      'Votre prochaine envie : §',
    ],
    hook: [
      '§ : et si cela changeait un peu vos habitudes ?',
      'Une bonne idée à partager avec vous : §.',
      'Le petit plus de la journée : §.',
      'On avait envie de vous en parler : §.',
      'À découvrir sans attendre : §.',
    ],
    opening: [
      '§ : de quoi accompagner vos journées avec simplicité. Chaque détail a été choisi pour que l’usage reste agréable, du premier regard au geste de tous les jours.',
      '§ : le quotidien devient un peu plus facile. On comprend tout de suite à quoi cela sert, et l’on s’y habitue très vite.',
      'Vous aimez ce qui est bien fait ? Voilà qui devrait vous plaire : §. Rien n’y est de trop, et rien n’y manque.',
      'Il y a des choses que l’on adopte sans y réfléchir. C’est le cas ici, et c’est très bien ainsi : §.',
      'Laissez-vous surprendre par ce que les bonnes idées ont de plus simple : §.',
    ],
    aside: [
      'Rien de superflu, juste ce qu’il faut.',
      'Pour celles et ceux qui aiment les choses bien faites.',
      'Facile à adopter, agréable à retrouver.',
      'Dites-nous en commentaire ce que vous en pensez !',
      'À partager avec une personne à qui cela ferait plaisir.',
    ],
    paragraph: [
      'Que vous soyez chez vous, au travail ou en chemin, vous gardez l’essentiel à portée de main, sans avoir à y penser.',
      'C’est un choix qui convient aussi bien à un usage personnel qu’à un cadeau : on sait pourquoi on l’offre, et la personne qui le reçoit le comprend tout de suite.',
      'Le soin apporté à l’ensemble se remarque à l’usage. Ce qui paraît évident au premier jour le reste ensuite, et c’est sans doute le plus beau des compliments.',
      'Prenez le temps de regarder, de comparer et de vous décider. Les bonnes choses n’ont pas besoin de grands discours pour trouver leur place.',
      'Pour vous, cela veut dire moins de questions et plus de plaisir, à la maison comme ailleurs.',
    ],
    link: ['avec', 'et', 'plus', 'et aussi', 'sans oublier'],
    and: 'et',
    note: 'À retenir :',
    inShort: 'En bref :',
    hashtag: '#BonneIdée',
    anything: 'La bonne idée du moment',
  },
  en: {
    title: [
      '§ for every day',
      '§, an idea well thought out',
      '§ to keep close at hand',
      '§ for your own pleasure',
      '§, quite simply',
    ],
    subject: [
      '§: take a closer look',
      'An idea for you: §',
      '§, and why you might like it',
      'Something to discover: §',
      'What you may want next: §',
    ],
    hook: [
      '§: what if it changed your habits a little?',
      'A good idea to share with you: §.',
      'The little something of the day: §.',
      'We wanted to tell you about this: §.',
      'Not to be missed: §.',
    ],
    opening: [
      '§: made to go through your days with you and to keep things simple. Every detail was chosen so that it stays a pleasure to use, from the first look to the daily routine.',
      '§: everyday life gets a little easier. You see at once what it is for, and you get used to it in no time.',
      'Do you like things that are well made? This should be to your taste: §. Nothing is too much, and nothing is missing.',
      'There are things that you take up without a second thought. This is one of them: §.',
      'Let yourself be surprised by how simple good ideas can be: §.',
    ],
    aside: [
      'Nothing superfluous, just what it takes.',
      'For all who like things that are well made.',
      'Easy to take up, a pleasure to come back to.',
      'Tell us in the comments what you think of it!',
      'Share it with somebody who would enjoy it.',
    ],
    paragraph: [
      'Whether you are at home, at work or on your way, you keep what matters close at hand, without having to think about it.',
      'It is a choice that suits your own use as well as a present: you know why you are giving it, and whoever gets it will understand at once.',
      'The care that went into it shows when you use it. What feels obvious on the first day stays so afterwards, and that may be the finest compliment.',
      'Take your time to look, to compare and to decide. Good things need no grand speeches to find their place.',
      'For you it means fewer questions and more enjoyment, at home and elsewhere.',
    ],
    link: ['with', 'and', 'plus', 'and also', 'not forgetting'],
    and: 'and',
    note: 'Worth noting:',
    inShort: 'In short:',
    hashtag: '#GoodIdea',
    anything: 'The good idea of the day',
  },
};
