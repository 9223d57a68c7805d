import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { OutsideLink } from '../../../components/outside-link.tsx';
import styles from './provider-links.module.css';

/** The provider's own pages: its terms, where one gets a key, its documentation. */
export function ProviderLinks({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const { name, terms, key_url: keyUrl, docs } = provider;
  const links = [
    { href: terms?.url ?? null, text: t('provider.terms') },
    { href: keyUrl, text: t('provider.getKey') },
    { href: docs, text: t('provider.docs') },
  ].filter((link): link is { href: string; text: string } => link.href !== null);
  if (links.length === 0) return null;
  return (
    <ul className={styles.links}>
      {links.map(({ href, text }) => (
        <li key={text}>
          <OutsideLink href={href}>
            {text}
            <span className="visually-hidden"> {name}</span>
          </OutsideLink>
        </li>
      ))}
    </ul>
  );
}
