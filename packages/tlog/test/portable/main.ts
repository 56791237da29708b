import process from 'node:process'
import {
  askWitness,
  generateKey,
  importSigner,
  importVerifier,
  PublishedLog,
  parseCheckpoint,
  parseNote,
  signCheckpoint,
  TileWriter,
  verifyProofFile,
  witness,
} from '../../src/index.ts'

// Publishes a log of 1,000 entries, has a witness cosign it, proves one entry, and writes as JSON what a reader of the log finds.
const log = await generateKey('example.com/log')
const other = await generateKey('witness.example.com', 'cosignature')
const signer = await importSigner(log.skey)
const verifier = importVerifier(other.vkey)
const trust = { log: importVerifier(log.vkey), witnesses: [verifier], quorum: 1 }

const files = new Map<string, Uint8Array>()
const storage = {
  read: async (path: string) => files.get(path),
  write: async (path: string, bytes: Uint8Array) => {
    files.set(path, bytes)
  },
}
const writer = await TileWriter.open(storage)
for (let i = 0; i < 1000; i++) await writer.append(new TextEncoder().encode(`event ${i}`))
await writer.flush()
const signed = await signCheckpoint({ origin: signer.name, size: writer.size, root: writer.root() }, [signer])

const seen = new Map<string, string>()
const handle = witness({
  signer: await importSigner(other.skey, { now: () => 1_700_000_000_000 }),
  logs: [{ origin: signer.name, keys: [trust.log] }],
  storage: {
    read: async (origin) => seen.get(origin),
    write: async (origin, note) => {
      seen.set(origin, note)
    },
  },
})
const { checkpoint } = await askWitness({
  url: 'http://witness.example.com',
  verifier,
  checkpoint: signed,
  old_size: 0,
  proofFrom: async () => [],
  fetch: (url, options) => handle(new Request(url, options)),
})
await storage.write('checkpoint', new TextEncoder().encode(checkpoint))

const published = new PublishedLog(storage.read, trust)
const opened = await published.checkpoint()
await published.verify(opened)
const { file } = await published.prove(42, opened)
const { entry } = await verifyProofFile(file, trust)
const { bun, deno } = process.versions
const report = {
  // All of them call themselves Node too.
  runtime: (bun && 'Bun') ?? (deno && 'Deno') ?? 'Node',
  size: parseCheckpoint(parseNote(checkpoint).text).size,
  cosignatures: opened.cosignatures,
  entry: new TextDecoder().decode(entry),
}
process.stdout.write(`${JSON.stringify(report)}\n`)
