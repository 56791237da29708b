import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { Message } from './message.tsx'

/** Where no page is. */
export function NotFound(): ReactNode {
  const { notFound } = useWords(shellWords)
  return <Message title={notFound.title} text={notFound.text} act={<Link to="/">{notFound.back}</Link>} />
}
