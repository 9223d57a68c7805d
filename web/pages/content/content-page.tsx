import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { RequestFailed } from '../../components/request-failed.tsx';
import { DemoNotice } from '../../features/demo-notice.tsx';
import { formOf, wishOf } from './content-form.ts';
import styles from './content-page.module.css';
import { FormCard } from './form-card.tsx';
import { HistoryList } from './history/history-list.tsx';
import { useHistory } from './history/use-history.ts';
import type { Written } from './history/written.ts';
import { Texts, TextsToCome } from './texts.tsx';
import { useContentForm } from './use-content-form.ts';
import { useGenerate } from './use-generate.ts';

/** The content generator: a form, what was written, and what was written before. */
export function ContentPage(): ReactNode {
  const { t } = useTranslation('content');
  const { form, change } = useContentForm();
  const history = useHistory();
  const [shownId, setShownId] = useState<string | null>(null);
  const shown = history.entries.find(({ id }) => id === shownId) ?? null;
  const heading = useFocusOn(shownId);
  const { wish, error, generate, cancel } = useGenerate((written) => {
    history.add(written);
    setShownId(written.id);
  });
  const button = useRef<HTMLButtonElement>(null);
  /** What is pressed to try again, or to cancel, goes away with that. */
  const keepFocus = (then: () => void) => (): void => {
    button.current?.focus();
    then();
  };
  const send = (): void => generate(wishOf(form));
  const showAgain = (entry: Written): void => {
    change(formOf(entry.wish));
    setShownId(entry.id);
  };
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className={styles.sections}>
        <DemoNotice />
        <div className={styles.page}>
          <FormCard
            form={form}
            change={change}
            isBusy={wish !== null}
            buttonRef={button}
            onSend={send}
            onCancel={keepFocus(cancel)}
          />
          <div className={styles.beside}>
            <div className={styles.result}>
              {error !== null && <RequestFailed error={error} onRetry={keepFocus(send)} />}
              {wish !== null && <TextsToCome count={wish.variants ?? 1} />}
              {wish === null && shown !== null && (
                <Texts
                  key={shown.id}
                  written={shown}
                  headingRef={heading}
                  onEdit={(index, text) => history.edit(shown.id, index, text)}
                />
              )}
              {wish === null && shown === null && error === null && (
                <p className={styles.nothing}>{t('text.nothing')}</p>
              )}
            </div>
            <HistoryList history={history} shown={shownId} onShow={showAgain} />
          </div>
        </div>
      </div>
    </>
  );
}

/** A heading that takes the focus when something else is shown below it: the reader is led there. */
function useFocusOn(shown: string | null): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shown !== null) heading.current?.focus();
  }, [shown]);
  return heading;
}
