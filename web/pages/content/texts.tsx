import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../components/skeleton.tsx';
import { AnsweredBy } from '../../features/answered-by.tsx';
import { formatDuration } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import type { Written } from './history/written.ts';
import { TextCard } from './text-card.tsx';
import styles from './texts.module.css';

export interface TextsProps {
  readonly written: Written;
  readonly headingRef: Ref<HTMLHeadingElement>;
  readonly onEdit: (index: number, text: string) => void;
}

/** What was written, side by side, and who wrote it. */
export function Texts({ written, headingRef, onEdit }: TextsProps): ReactNode {
  const { t } = useTranslation('content');
  const language = useLanguage();
  const { id, wish, texts } = written;
  const wanted = wish.variants ?? 1;
  return (
    <section aria-labelledby="texts-title" className={styles.texts}>
      <h2 id="texts-title" ref={headingRef} tabIndex={-1}>
        {t('text.title', { count: texts.length })}
      </h2>
      <AnsweredBy {...written} lead={t('text.by')}>
        <span className="figure">{formatDuration(written.tookMs, language)}</span>
      </AnsweredBy>
      {texts.length < wanted && <p className="soft">{t('text.fewer', { count: wanted - texts.length })}</p>}
      <ul className={styles.cards}>
        {texts.map((text, index) => (
          <li key={`${id}-${index}`}>
            <TextCard number={index + 1} text={text} wish={wish} onEdit={(edited) => onEdit(index, edited)} />
          </li>
        ))}
      </ul>
      {wish.content_type === 'social-media-post' && (
        <p className="soft small">
          {wish.platform === undefined ? t('counter.anywhere') : t('counter.as', { platform: wish.platform })}
        </p>
      )}
    </section>
  );
}

/** In their place while they are written. */
export function TextsToCome({ count }: { readonly count: number }): ReactNode {
  const { t } = useTranslation('content');
  return (
    <section aria-labelledby="texts-title" className={styles.texts}>
      <h2 id="texts-title">{t('text.writing')}</h2>
      <div className={styles.cards}>
        <Skeleton lines={count * 2} />
      </div>
    </section>
  );
}
