import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './page.module.css'

/** A place above a page. */
export interface Crumb {
  readonly title: string
  /** The path of its page, with parameters filled in. */
  readonly to: string
}

/** What a page is shown with. */
interface PageProps {
  /** The heading, which is the title of the browser's tab as well. */
  readonly title: string
  /** The places above it, from the top; left out on pages of the navigation. */
  readonly crumbs?: readonly Crumb[]
  /** What says more beside the heading, such as a `StateTag`. */
  readonly tag?: ReactNode
  /** One sentence below the heading. */
  readonly lead?: ReactNode
  /** The one primary act of the page, and what is beside it. */
  readonly act?: ReactNode
  readonly children: ReactNode
}

/**
 * The frame of every page of staff: breadcrumb, heading, and at most one primary act.
 *
 * @example
 * <Page title={words.title} crumbs={[{ title: words.batches, to: '/batches' }]} act={<Button type="primary">{words.start}</Button>}>
 */
export function Page({ title, crumbs = [], tag, lead, act, children }: PageProps): ReactNode {
  const { product, crumbs: label } = useWords(shellWords)
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
  return (
    <>
      {crumbs.length > 0 && (
        <nav aria-label={label} className={styles.crumbs}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.to}>
                <Link to={crumb.to}>{crumb.title}</Link>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <div className={styles.head}>
        <div className={styles.heading}>
          <h1>{title}</h1>
          {tag}
        </div>
        {act !== undefined && <div className={styles.act}>{act}</div>}
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      {children}
    </>
  )
}
