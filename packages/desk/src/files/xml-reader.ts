import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { BatchFileError } from './batch-file-error.ts'
import { fileLimits } from './limit.ts'

/** What a reader of XML is told of, names without the prefixes that some programs put before them. */
export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(piece: string): void
  close?(name: string): void
}

/** Reads a part of a workbook event by event, with a pause after each piece for what has been gathered. */
export async function* readXml(stream: Readable, events: XmlEvents): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false, xmlns: false })
  let fault: unknown
  let depth = 0
  let attributes = 0
  // Characters since the parser told of anything: it holds them all.
  let held = 0
  parser.on('error', (error) => {
    fault ??= error
  })
  parser.on('doctype', () => {
    throw new BatchFileError('document_type')
  })
  parser.on('attribute', () => {
    if (++attributes > fileLimits.attributes) throw new BatchFileError('too_many_attributes')
  })
  parser.on('opentag', (tag) => {
    held = 0
    attributes = 0
    if (++depth > fileLimits.tag_depth) throw new BatchFileError('tags_too_deep')
    events.open(localName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    held = 0
    depth--
    events.close?.(localName(tag.name))
  })
  const onText = (piece: string) => {
    held = 0
    events.text?.(piece)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.on('comment', () => {
    held = 0
  })
  const decoder = new TextDecoder()
  try {
    for await (const bytes of stream) {
      const piece = decoder.decode(bytes, { stream: true })
      parser.write(piece)
      held += piece.length
      if (held > fileLimits.markup_text) throw new BatchFileError('markup_too_long')
      if (fault !== undefined) break
      yield
    }
    parser.close()
  } catch (error) {
    fault ??= error
  } finally {
    stream.destroy()
  }
  if (fault instanceof BatchFileError) throw fault
  if (fault !== undefined) throw new BatchFileError('workbook_damaged')
  yield
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
