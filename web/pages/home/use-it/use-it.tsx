import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Card } from '../../../components/card.tsx';
import { CodeBlock } from '../../../components/code-block.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { OutsideLink } from '../../../components/outside-link.tsx';
import { Tabs, type TabsProps } from '../../../components/tabs.tsx';
import { placeholder, snippetsFor } from './snippets.ts';
import { TestRequest } from './test-request.tsx';
import styles from './use-it.module.css';

/** How programs use this Noria: one request, ready to be copied, and tried from here. */
export function UseIt(): ReactNode {
  const { t } = useTranslation('home');
  const baseUrl = `${location.origin}/v1`;
  const question = t('useIt.question');
  const { curl, javascript, python } = snippetsFor(baseUrl, question);
  return (
    <Card aria-labelledby="use-title" className={styles.use}>
      <div className={styles.words}>
        <h2 id="use-title">{t('useIt.title')}</h2>
        <p>{t('useIt.lead')}</p>
        <p className={styles.address}>
          <span>{t('useIt.baseUrl')}</span>
          <code>{baseUrl}</code>
          <CopyButton text={baseUrl} what={t('useIt.baseUrl')} />
        </p>
        <p>
          {t('useIt.key', { placeholder })} <Link href="/settings#clients">{t('useIt.clients')}</Link>
        </p>
        <p>
          <OutsideLink href="/api/docs">{t('useIt.docs')}</OutsideLink>
        </p>
        <p className="soft small">{t('useIt.guides')}</p>
      </div>
      <div className={styles.code}>
        <Tabs
          label={t('useIt.tabs')}
          tabs={[
            tab('curl', 'curl', curl),
            tab('javascript', 'JavaScript', javascript),
            tab('python', 'Python', python),
          ]}
        />
        <TestRequest question={question} />
      </div>
    </Card>
  );
}

function tab(id: string, title: string, text: string): TabsProps['tabs'][number] {
  return { id, title, content: <CodeBlock label={title} text={text} /> };
}
