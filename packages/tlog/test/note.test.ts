import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Checkpoint,
  formatCheckpoint,
  formatNote,
  generateKey,
  importSigner,
  importVerifier,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signCheckpoint,
  signNote,
} from '../src/index.ts'
import { codeOf, failureCode, mutatedTexts } from './fixtures/failures.ts'

const published = {
  vkey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  note: `This is an example message.

\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`,
}
// The example of Go's golang.org/x/mod/sumdb/note, with its signing key.
const go = {
  skey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
}

const controls = /[^\n\u0020-\u{10ffff}]/gu

describe('a signed note', () => {
  it('of the specification is verified', async () => {
    const opened = await openNote(published.note, [importVerifier(published.vkey)])
    expect([opened.text, opened.verified.length, opened.unknown]).toEqual(['This is an example message.\n', 1, []])
  })

  it('is signed as Go signs it, byte by byte', async () => {
    const signer = await importSigner(go.skey)
    expect([signer.vkey, await signNote(go.text, [signer])]).toEqual([go.vkey, `${go.text}\n${go.signature}`])
  })

  it('is refused for every byte that is another', async () => {
    const verifier = importVerifier(published.vkey)
    const codes = await Promise.all(mutatedTexts(published.note).map((bytes) => failureCode(openNote(bytes, [verifier]))))
    expect([...new Set(codes)].sort()).toEqual(['NOTE_MALFORMED', 'NOTE_NOT_SIGNED', 'NOTE_NOT_TEXT', 'SIGNATURE_INVALID'])
  })

  it('is malformed when a known key signed wrongly, although another signed rightly', async () => {
    const [one, other] = [await importSigner(go.skey), await importSigner((await generateKey('other')).skey)]
    const { signature } = await other.sign('another text\n')
    const note = formatNote({ text: go.text, signatures: [await one.sign(go.text), { name: other.name, key_id: other.key_id, signature }] })
    const verifiers = [importVerifier(one.vkey), importVerifier(other.vkey)]
    expect(await failureCode(openNote(note, verifiers))).toBe('SIGNATURE_INVALID')
    const opened = await openNote(note, verifiers.slice(0, 1))
    expect([opened.verified.length, opened.unknown.map(({ name }) => name)]).toEqual([1, ['other']])
  })

  it('keeps signatures of unknown keys apart, of the same name or the same id too', async () => {
    const signer = await importSigner(go.skey)
    const { signature } = await signer.sign(go.text)
    const strange = [
      { name: 'Somebody', key_id: signer.key_id, signature: new Uint8Array(1) },
      { name: signer.name, key_id: signer.key_id + 1, signature: new Uint8Array(9000) },
    ]
    const note = formatNote({ text: go.text, signatures: [...strange, { name: signer.name, key_id: signer.key_id, signature }] })
    const opened = await openNote(note, [importVerifier(go.vkey)])
    expect([opened.verified.length, opened.unknown]).toEqual([1, strange])
  })

  const name = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => /^[^\p{White_Space}+]+$/u.test(text) && text.search(controls) === -1)
  const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(controls, '').replaceAll('\n', ''))
  const anyNote = fc.record({
    text: fc.array(line, { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`),
    signatures: fc.array(
      fc.record({ name, key_id: fc.integer({ min: 0, max: 2 ** 32 - 1 }), signature: fc.uint8Array({ minLength: 1 }) }),
      { minLength: 1, maxLength: 100 },
    ),
  })

  it('is the same when it is written and read again, from text and from bytes', () => {
    fc.assert(
      fc.property(anyNote, (note) => {
        const text = formatNote(note)
        expect(parseNote(text)).toEqual(note)
        expect(parseNote(new TextEncoder().encode(text))).toEqual(note)
      }),
    )
  })

  it('of any text or bytes is read or refused, with no other error', () => {
    const pieces = fc.array(fc.constantFrom('\n', '\n\n', '\u2014 ', 'a', ' ', 'AAAAAAA=', '\u2014 a AAAAAAA=\n', '+', '\r', '\ud800'), {
      maxLength: 12,
    })
    for (const any of [pieces.map((parts) => parts.join('')), fc.string(), fc.uint8Array()])
      fc.assert(
        fc.property<[string | Uint8Array]>(any, (source) => {
          const code = codeOf(() => parseNote(source))
          if (code === undefined)
            expect(formatNote(parseNote(source))).toBe(typeof source === 'string' ? source : new TextDecoder().decode(source))
          else expect(['NOTE_MALFORMED', 'NOTE_NOT_TEXT', 'NOTE_TOO_LARGE']).toContain(code)
        }),
        { numRuns: 500 },
      )
  })

  it.each([
    ['no signature', 'text\n\n', 'NOTE_MALFORMED'],
    ['no empty line', `text\n${go.signature}`, 'NOTE_MALFORMED'],
    ['no last newline', `text\n\n${go.signature.trimEnd()}`, 'NOTE_MALFORMED'],
    ['a hyphen for the dash', `text\n\n${go.signature.replace('\u2014', '-')}`, 'NOTE_MALFORMED'],
    ['Windows line ends', `text\r\n\r\n${go.signature}`, 'NOTE_NOT_TEXT'],
    ['half of a pair', `\ud800\n\n${go.signature}`, 'NOTE_NOT_TEXT'],
    ['101 signatures', `text\n\n${go.signature.repeat(101)}`, 'NOTE_TOO_LARGE'],
    ['a million characters', `${'x'.repeat(1_000_000)}\n\n${go.signature}`, 'NOTE_TOO_LARGE'],
  ])('is refused with %s', (_what, note, code) => {
    expect(codeOf(() => parseNote(note))).toBe(code)
  })
})

describe('a key', () => {
  it('is refused for every byte that is another, of both kinds', async () => {
    const { skey, vkey } = await generateKey('example.com/log', 'cosignature')
    const codes = mutatedTexts(vkey).map((bytes) => codeOf(() => parseVerifierKey(new TextDecoder().decode(bytes))))
    expect([...new Set(codes)].sort()).toEqual(['KEY_MALFORMED', 'KEY_TYPE_UNSUPPORTED'])
    const secret = await Promise.all(mutatedTexts(skey).map((bytes) => failureCode(importSigner(new TextDecoder().decode(bytes)))))
    expect([...new Set(secret)].sort()).toEqual(['KEY_MALFORMED', 'KEY_TYPE_UNSUPPORTED'])
  })

  it('is read or refused for any text, with no other error', () => {
    const pieces = fc.array(fc.constantFrom('+', 'a', '530d903a', 'AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'PRIVATE+KEY+', '\n'), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          pieces.map((parts) => parts.join('')),
        ),
        (text) => {
          expect(['KEY_MALFORMED', 'KEY_TYPE_UNSUPPORTED', undefined]).toContain(codeOf(() => importVerifier(text)))
        },
      ),
    )
  })

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\nb', '\ud800'])('cannot have the name %j', async (name) => {
    expect(await failureCode(generateKey(name))).toBe('KEY_NAME_INVALID')
  })

  it('is named once among those that are trusted', async () => {
    const verifier = importVerifier(go.vkey)
    expect(await failureCode(openNote(published.note, [verifier, verifier]))).toBe('KEYS_AMBIGUOUS')
  })
})

describe('a checkpoint', () => {
  const line = fc.string({ unit: 'binary', minLength: 1 }).map((text) => `x${text.replaceAll(controls, '').replaceAll('\n', '')}`)
  const anyCheckpoint: fc.Arbitrary<Checkpoint> = fc.record({
    origin: line,
    size: fc.maxSafeNat(),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    extensions: fc.array(line),
  })

  it('is the same when it is written and read again', () => {
    fc.assert(
      fc.property(anyCheckpoint, (checkpoint) => {
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint)
      }),
    )
  })

  it('of the specification is read', () => {
    const read = parseCheckpoint('example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n')
    expect([read.origin, read.size, read.extensions]).toEqual(['example.com/behind-the-sofa', 20852163, []])
  })

  it.each(['', '\n1\n', 'o\n01\n', 'o\n-1\n', 'o\n9007199254740992\n', 'o\n1\nAAAA\n', 'o\n1'])(
    'that begins with %j is refused',
    (start) => {
      const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='
      expect(codeOf(() => parseCheckpoint(`${start}${root}\n`))).toBe('CHECKPOINT_MALFORMED')
    },
  )

  it('with an empty line, a line too few or a newline within is refused', () => {
    const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='
    for (const text of [`o\n1\n${root}\n\n`, `o\n1\n${root}`, `o\n1\n${root}\nx\n\ny\n`, 'o\n1\n'])
      expect(codeOf(() => parseCheckpoint(text))).toBe('CHECKPOINT_MALFORMED')
    const valid = { origin: 'o', size: 1, root: new Uint8Array(32) }
    for (const wrong of [
      { ...valid, origin: 'o\n1' },
      { ...valid, origin: '' },
      { ...valid, extensions: ['a\nb'] },
      { ...valid, extensions: [''] },
    ])
      expect(codeOf(() => formatCheckpoint(wrong))).toBe('CHECKPOINT_MALFORMED')
  })

  it('is opened with the cosignatures of trusted witnesses and their times', async () => {
    const log = await importSigner((await generateKey('example.com/log')).skey)
    const witness = await importSigner((await generateKey('w1', 'cosignature')).skey, { now: () => 1_700_000_000_999 })
    const stranger = await importSigner((await generateKey('w2', 'cosignature')).skey)
    const note = await signCheckpoint({ origin: log.name, size: 5, root: new Uint8Array(32).fill(1) }, [log, witness, stranger])
    const trust = { log: importVerifier(log.vkey), witnesses: [importVerifier(witness.vkey)], quorum: 1 }
    const opened = await openCheckpoint(note, trust)
    expect([opened.size, opened.cosignatures]).toEqual([5, [{ name: 'w1', time: 1_700_000_000 }]])
    expect(await failureCode(openCheckpoint(note, { ...trust, quorum: 2 }))).toBe('QUORUM_MISSED')
    expect(await failureCode(openCheckpoint(note, { ...trust, origin: 'example.com/other' }))).toBe('ORIGIN_UNEXPECTED')
    expect(await failureCode(openCheckpoint(note, { log: importVerifier(witness.vkey) }))).toBe('ORIGIN_UNEXPECTED')
    expect(await failureCode(openCheckpoint(note, { log: [importVerifier(published.vkey)], witnesses: trust.witnesses }))).toBe(
      'NOTE_NOT_SIGNED',
    )
  })
})
