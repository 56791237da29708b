import { Link } from '@tanstack/react-router'
import { Result } from 'antd'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'

/** Where no page is. */
export function NotFound(): ReactNode {
  const { notFound } = useWords(shellWords)
  return <Result status="info" title={<h1>{notFound.title}</h1>} subTitle={notFound.text} extra={<Link to="/">{notFound.back}</Link>} />
}
