import type { ReactNode } from 'react'
import { usePreferences } from '../shell/preferences.tsx'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { type GuideSection, guideAddress } from './guide-section.ts'

/**
 * A link to a section of the guide, in the language of the page. It opens beside the page, so that nothing that was filled in is lost.
 *
 * @example
 * <GuideLink section="batches" />
 */
export function GuideLink({ section }: { readonly section: GuideSection }): ReactNode {
  const { guide } = useWords(shellWords)
  const { language } = usePreferences()
  return (
    <a className="text-link" href={guideAddress(section, language)} target="_blank" rel="noopener">
      {guide.to(guide.sections[section])}
    </a>
  )
}
