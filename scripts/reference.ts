import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { contract, downloadCertificates, type Operation } from '../packages/sdk/src/contract/index.ts'
import { errorsPage, eventsPage, indexPage, operationPage } from './reference-pages.ts'

const folder = new URL('../docs/api/', import.meta.url)

/** Every page of docs/api by its file name, made of the contract. */
export function referencePages(): Map<string, string> {
  const pages = new Map<string, string>()
  const methods: [call: string, operation: Operation][] = Object.entries(contract).flatMap(([group, operations]) =>
    Object.entries(operations).map(([name, operation]): [string, Operation] => [`api.${group}.${name}`, operation]),
  )
  methods.push(['api.downloadCertificates', downloadCertificates])
  pages.set('README.md', indexPage(methods))
  for (const [call, operation] of methods) pages.set(`${operation.id}.md`, operationPage(call, operation))
  pages.set('events.md', eventsPage())
  pages.set('errors.md', errorsPage())
  return pages
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) rmSync(new URL(name, folder))
  for (const [name, text] of referencePages()) writeFileSync(new URL(name, folder), text)
}
