import {
  CredentialError,
  findKeyMaterial,
  keyTextOf,
  readCertificate,
  readCertificates,
  readPrivateKey,
  readPublicKey,
  secretOf,
} from '@card-member/sdk/protocol'
import fc from 'fast-check'
import { makeCertificate } from '../../../packages/sdk/test/fixtures/certificate.ts'
import { vectorKey } from '../../../vectors/read.ts'
import { bytesOf, changedBy, mutated } from '../mutate.ts'
import { keeping, type Target } from '../target.ts'

const texts = ['merchant.pem', 'merchant_pub.pem', 'platform.pem'].map(vectorKey)
const certificate = makeCertificate({ public_key: vectorKey('merchant_pub.pem'), serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1' })
const der = [...texts, certificate].map((text) => new Uint8Array(Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64')))
const seeds = [...[...texts, certificate, texts.join(''), '0123456789abcdefghijklmnopqrstuv\n'].map(bytesOf), ...der]
const pem = (label: string) => (bytes: Uint8Array) =>
  bytesOf(`-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`)
const labels = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'PUBLIC KEY', 'CERTIFICATE', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'PKCS7']

const readers = [readPrivateKey, readPublicKey, readCertificate, readCertificates]

/** A file of a key, a certificate or a secret; what errors tell holds nothing of a private key. */
export const pemFile: Target = {
  name: 'pem',
  inputs: fc.oneof(
    mutated(seeds, ['-----BEGIN ', '-----END ', '-----', 'Proc-Type: 4,ENCRYPTED', '\\n', 'PK\u0003\u0004', '0\u0082']),
    fc.tuple(fc.constantFrom(...labels), changedBy(fc.constantFrom(...der), der)).map(([label, bytes]) => pem(label)(bytes)),
  ),
  open: () => {
    const secrets = texts.map((text) => text.split('\n')[8] ?? '')
    return async (input) => {
      const promised = { errors: [CredentialError], secrets }
      await keeping(promised, () => secretOf(input, 'the secret'))
      const text = await keeping(promised, () => keyTextOf(input))
      if (text === undefined) return
      await keeping(promised, () => findKeyMaterial(text))
      for (const read of readers) await keeping(promised, () => read(text, 'the key'))
    }
  },
}
