import { writeFileSync } from 'node:fs'
import { deskErrors } from '@card-member/desk/contract'
import { callErrors, credentialErrors } from '@card-member/sdk'
import { type ErrorDefinition, platformErrors } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { webhookErrors } from '@card-member/sdk/webhook'
import { tlogErrors } from '@card-member/tlog'
import { batchFaults } from '../../desk/src/domain/batch/fault-words.ts'
import { batchFileErrors } from '../../desk/src/files/batch-file-error.ts'
import { rowFaults } from '../../desk/src/files/row-fault.ts'
import { pathOf } from './guide-page.ts'

/** The text of docs/errors.md, made from the tables that the code answers by. */
export function errorsPage(): string {
  return `# Errors

Made from the tables in the source by \`npx node packages/cli/test/errors-page.ts\`; a test compares the two. Branch on
codes, never on messages: one code has many messages, and texts change.

## What the platform answers

The body is \`{"code", "message", "detail"?}\`; \`message\` is in the language of \`Accept-Language\` (zh-CN unless it begins with \`en\`). The
last number is the one after the last \`-\` of \`Request-ID\`; a success ends with 0. Answers up to the check of the signature are not signed, all
later ones are. An unknown path is answered 404 and a wrong method 405, both with an empty body.

${table(['case', 'status', 'code', '中文', 'English', 'number'], faultRows())}

## Keys, credentials and signatures

\`CredentialError\` (before anything is sent) and \`SignatureError\` (what came cannot be trusted). \`{subject}\` is the field or file,
\`{detail}\` what was found.

${table(['code', 'English', '中文'], wordRows(credentialErrors))}

## Calls

The \`code\` of a \`CallError\` that the client itself names; when the platform refuses, \`code\` is the platform's. Look at \`outcome\` first:
\`not_sent\` and \`rejected\` changed nothing, \`done\` took effect although its answer cannot be used, \`unknown\` may have: read back before
you repeat. \`{subject}\` is the operation.

${table(['code', 'English', '中文'], wordRows(callErrors))}

## Notifications

The \`code\` of a \`WebhookError\` and the status to answer with; WeChat Pay sends the notification again after each of them.

${table(['code', 'status', 'English', '中文'], mistakeRows())}

## Transparency logs

The \`code\` of a \`TlogError\`, of \`@card-member/tlog\` and of commands that read or check a published log.

${table(['code', 'English', '中文'], wordRows(tlogErrors))}

## What the desk answers

The body is as the platform's. \`detail\` names the field, the batch or the record that it is about.

${table(['case', 'status', 'code', 'English', '中文'], refusalRows({ ...deskErrors, ...batchFileErrors }))}

## What is wrong with a row of a batch file

\`fault\` of a cell, in \`faults\` of a row and in the report.

${table(
  ['fault', 'English', '中文'],
  Object.entries({ ...rowFaults, ...batchFaults }).map(([fault, said]) => [`\`${fault}\``, said.en, said['zh-CN']]),
)}
`
}

function refusalRows(catalogue: Readonly<Record<string, ErrorDefinition>>): string[][] {
  return Object.entries(catalogue).map(([name, { status, code, message }]) => [
    `\`${name}\``,
    String(status),
    `\`${code}\``,
    message.en,
    message['zh-CN'],
  ])
}

function faultRows(): string[][] {
  return Object.entries(platformErrors).map(([name, { status, code, message, result }]) => [
    `\`${name}\``,
    String(status),
    `\`${code}\``,
    message['zh-CN'],
    message.en,
    String(result),
  ])
}

function wordRows(table: Readonly<Record<string, (subject: string, detail: string, host: string) => LocalizedText>>): string[][] {
  return Object.entries(table).map(([code, words]) => {
    const said = words('{subject}', '{detail}', '{host}')
    return [`\`${code}\``, said.en, said['zh-CN']]
  })
}

function mistakeRows(): string[][] {
  return Object.entries(webhookErrors).map(([code, { status, message }]) => {
    const said = message('{detail}')
    return [`\`${code}\``, String(status), said.en, said['zh-CN']]
  })
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (import.meta.main) writeFileSync(pathOf('docs/errors.md'), errorsPage())
