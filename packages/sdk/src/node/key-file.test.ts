import { mkdirSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { certificateSerial, KeyFiles, password } from '../../test/fixtures/key-files.ts'
import { CredentialError, keyTextOf, readCertificate, readPrivateKey, readPublicKey, secretOf } from '../protocol/index.ts'
import { readKeyFile, readSecretFile, readSmallFile, readSmallFileSync, readTextFile } from './key-file.ts'

const files = new KeyFiles()
afterAll(() => files[Symbol.dispose]())

const { pkcs8, spki } = readPrivateKey(files.text('pkcs8.pem'), 'key')
const [pkcs8Pem, pkcs1Pem, certificate, publicPem] = ['pkcs8.pem', 'pkcs1.pem', 'cert.pem', 'public.pem'].map((name) => files.text(name))

/** Writes a file and returns its path. */
function written(name: string, content: string | Uint8Array): string {
  writeFileSync(files.path(name), content)
  return files.path(name)
}

/** The error of a reader, as code and message. */
async function errorOf(reading: Promise<unknown>): Promise<CredentialError> {
  const error = await reading.catch((thrown: unknown) => thrown)
  if (error instanceof CredentialError) return error
  throw new Error(`no CredentialError: ${error}`)
}

function utf16(text: string, endian: 'le' | 'be', mark: boolean): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
  return new Uint8Array(endian === 'le' ? bytes : bytes.swap16())
}

const encodings: Readonly<Record<string, (text: string) => Uint8Array<ArrayBuffer>>> = {
  'UTF-8': (text) => new Uint8Array(Buffer.from(text)),
  'UTF-8 with a mark': (text) => new Uint8Array(Buffer.from(`\ufeff${text}`)),
  'UTF-16 LE': (text) => utf16(text, 'le', false),
  'UTF-16 LE with a mark': (text) => utf16(text, 'le', true),
  'UTF-16 BE': (text) => utf16(text, 'be', false),
  'UTF-16 BE with a mark': (text) => utf16(text, 'be', true),
}

describe('a private key is read from', () => {
  it.each(['pkcs8.pem', 'pkcs1.pem', 'pkcs8.der', 'pkcs1.der'])('%s', async (name) => {
    expect(readPrivateKey(await readKeyFile(files.path(name)), name)).toEqual({ pkcs8, spki })
  })

  it('base64 of DER without armour, on one line or many, with and without padding', () => {
    for (const der of [files.read('pkcs8.der'), files.read('pkcs1.der')]) {
      const base64 = Buffer.from(der).toString('base64')
      for (const text of [base64, base64.replace(/=+$/, ''), base64.replace(/.{64}/g, '$&\r\n')])
        expect(readPrivateKey(text, 'key')).toEqual({ pkcs8, spki })
    }
  })

  it('a bundle of certificate, chain and key, wherever the key stands, in any encoding and with any line ends', () => {
    const others = [certificate, files.text('ca-cert.pem'), publicPem, 'Bag Attributes\n    localKeyID: 01 02\n', '# 商户密钥\n', pkcs8Pem]
    fc.assert(
      fc.property(
        fc.shuffledSubarray(others),
        fc.constantFrom(pkcs8Pem, pkcs1Pem),
        fc.nat(others.length),
        fc.constantFrom('\n', '\r\n', '\r', '\\n', '\\r\\n', ' \n  '),
        fc.constantFrom(...Object.keys(encodings)),
        (around, key, at, end, encoding) => {
          const text = around.toSpliced(at, 0, key).join('').replaceAll('\n', end)
          expect(readPrivateKey(keyTextOf(encodings[encoding]?.(text) ?? new Uint8Array()), 'key')).toEqual({ pkcs8, spki })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('text that was read from UTF-16 as if it were UTF-8 or Latin-1', () => {
    const bytes = Buffer.from(utf16(pkcs8Pem ?? '', 'le', true))
    for (const encoding of ['utf8', 'latin1'] as const) expect(readPrivateKey(bytes.toString(encoding), 'key')).toEqual({ pkcs8, spki })
  })
})

describe('certificates and public keys are read from', () => {
  it.each(['cert.pem', 'cert.der'])('%s', async (name) => {
    const text = await readKeyFile(files.path(name))
    expect(readCertificate(text, name)).toMatchObject({ serial_no: certificateSerial, spki, pem: certificate })
    expect(readPublicKey(text, name)).toEqual(spki)
  })

  it.each(['public.pem', 'public.der', 'public-pkcs1.pem', 'public-pkcs1.der'])('%s', async (name) => {
    expect(readPublicKey(await readKeyFile(files.path(name)), name)).toEqual(spki)
  })

  it('a chain in any order, beside the private key', () => {
    const parts = [certificate, files.text('ca-cert.pem'), pkcs8Pem]
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 3 }), (order) => {
        expect(readCertificate(order.join(''), 'chain').serial_no).toBe(certificateSerial)
        expect(readPublicKey(order.join(''), 'chain')).toEqual(spki)
      }),
    )
  })
})

describe('what is no private key is named for what it is', () => {
  const jwk = '{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"}'
  it.each<[string, string | Uint8Array, string]>([
    ['PKCS#1 under a password', files.read('pkcs1-encrypted.pem'), 'KEY_ENCRYPTED'],
    ['PKCS#8 under a password', files.read('pkcs8-encrypted.pem'), 'KEY_ENCRYPTED'],
    ['PKCS#8 under a password, DER', files.read('pkcs8-encrypted.der'), 'KEY_ENCRYPTED'],
    ['a certificate', files.read('cert.pem'), 'KEY_IS_CERTIFICATE'],
    ['a certificate, DER', files.read('cert.der'), 'KEY_IS_CERTIFICATE'],
    ['a public key', files.read('public.pem'), 'KEY_IS_PUBLIC'],
    ['a public key, DER', files.read('public.der'), 'KEY_IS_PUBLIC'],
    ['a PKCS#12 bundle', files.read('aes.p12'), 'KEY_IS_P12'],
    ['an old PKCS#12 bundle', files.read('rc2.p12'), 'KEY_IS_P12'],
    ['a PKCS#12 bundle of indefinite length', Buffer.from('308002010330800609 2a864886f70d010701'.replace(' ', ''), 'hex'), 'KEY_IS_P12'],
    ['a PKCS#7 file', files.read('chain.p7b'), 'KEY_IS_PKCS7'],
    ['a certificate request', files.read('request.pem'), 'KEY_IS_REQUEST'],
    ['an EC key behind its parameters', files.read('ec.pem'), 'KEY_NOT_RSA'],
    ['an Ed25519 key', files.read('ed25519.pem'), 'KEY_NOT_RSA'],
    ['an Ed25519 key, DER', files.read('ed25519.der'), 'KEY_NOT_RSA'],
    ['a short key', files.read('short.pem'), 'KEY_TOO_SHORT'],
    ['two different keys', `${pkcs8Pem}${files.text('other.pem')}`, 'KEY_SEVERAL'],
    ['an OpenSSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n', 'KEY_IS_OPENSSH'],
    ['a public key of OpenSSH', 'ssh-rsa AAAAB3NzaC1yc2E= someone@somewhere\n', 'KEY_IS_OPENSSH'],
    ['a key of PuTTY', 'PuTTY-User-Key-File-3: ssh-rsa\n', 'KEY_IS_OPENSSH'],
    ['a JSON Web Key', jwk, 'KEY_IS_JWK'],
    ['a set of JSON Web Keys', `{"keys":[${jwk}]}`, 'KEY_IS_JWK'],
    ['a credential file', '{"mchid":"1900000001"}', 'KEY_IS_JSON'],
    ['a web page', '<!DOCTYPE html><html><body>404</body></html>', 'KEY_IS_HTML'],
    ['a web page with a mark before it', '\ufeff\n<html>', 'KEY_IS_HTML'],
    ['a ZIP archive', 'PK\u0003\u0004\u0014\0', 'KEY_IS_ZIP'],
    ['a Java keystore', Buffer.from('feedfeed00000002', 'hex'), 'KEY_IS_KEYSTORE'],
    ['the path of a file', '/etc/keys/apiclient_key.pem', 'KEY_IS_PATH'],
    ['the name of a file', 'apiclient_key.pem\n', 'KEY_IS_PATH'],
    ['a path of Windows', 'C:\\keys\\apiclient_key', 'KEY_IS_PATH'],
    ['white space', ' \r\n', 'KEY_MISSING'],
    ['a key whose end is cut off', pkcs8Pem?.slice(0, 400) ?? '', 'KEY_MALFORMED'],
    ['a key with lines lost', pkcs8Pem?.replace(/(.{64}\n){5}/, '') ?? '', 'KEY_MALFORMED'],
    ['prose', 'the key is in the safe', 'KEY_NOT_PEM'],
  ])('%s', async (_what, content, code) => {
    const path = written('tried', content)
    const error = await errorOf(readKeyFile(path).then((text) => readPrivateKey(text, 'private_key', path)))
    expect(error.code).toBe(code)
    expect(error.in('zh-CN')).toMatch(/\p{Script=Han}/u)
  })

  it('DER that was read as UTF-8 text is named, though its bytes are lost', () => {
    const textOf = (name: string) => Buffer.from(files.read(name)).toString('utf8')
    expect(() => readPrivateKey(textOf('pkcs8.der'), 'private_key')).toThrow(expect.objectContaining({ code: 'KEY_IS_BINARY' }))
    expect(() => readPrivateKey(textOf('aes.p12'), 'private_key')).toThrow(expect.objectContaining({ code: 'KEY_IS_P12' }))
  })

  it('a key of another algorithm says which', () => {
    expect(() => readPrivateKey(files.text('ed25519.pem'), 'private_key')).toThrow(
      'private_key is a key of the kind Ed25519; it must be RSA with 2048 bits. Use the key from the merchant platform.',
    )
    expect(() => readPublicKey(files.text('ed25519-public.pem'), 'public_key_file')).toThrow(
      'public_key_file is a key of the kind Ed25519;',
    )
  })

  it('any bytes are read or rejected by name', () => {
    const seeds = ['pkcs8.der', 'cert.der', 'aes.p12', 'pkcs8-encrypted.der', 'public.der'].map((name) => files.read(name))
    const damaged = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(60), fc.integer({ min: 1, max: 255 }), fc.nat(1200))
      .map(([seed, at, change, end]) => Uint8Array.from(seed.subarray(0, 40 + end), (byte, index) => (index === at ? byte ^ change : byte)))
    fc.assert(
      fc.property(
        fc.oneof(
          damaged,
          fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
        ),
        (bytes) => {
          for (const read of [readPrivateKey, readPublicKey, readCertificate])
            try {
              read(keyTextOf(bytes), 'key')
            } catch (error) {
              expect(error).toBeInstanceOf(CredentialError)
            }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('the commands that errors tell, run as they are told', () => {
  /** Takes the commands out of a message and runs them; the password is given where a person would type it. */
  async function follow(name: string): Promise<void> {
    const path = files.path(name)
    const error = await errorOf(readKeyFile(path).then((text) => readPrivateKey(text, 'private_key', path)))
    const commands = [...error.message.matchAll(/openssl [\w./ -]+\.pem/g)].map(([command]) => command)
    expect(commands.length).toBe(name.endsWith('.p12') ? 2 : 1)
    for (const command of commands) files.shell(`${command} -passin pass:${password}`)
  }

  it.each(['rc2.p12', 'aes.p12'])('take key and certificate out of %s', async (name) => {
    await follow(name)
    expect(readPrivateKey(await readKeyFile(files.path('apiclient_key.pem')), 'key')).toEqual({ pkcs8, spki })
    expect(readCertificate(await readKeyFile(files.path('apiclient_cert.pem')), 'certificate').serial_no).toBe(certificateSerial)
  })

  it.each(['pkcs1-encrypted.pem', 'pkcs8-encrypted.pem', 'pkcs8-encrypted.der'])('take the password off %s', async (name) => {
    await follow(name)
    expect(readPrivateKey(await readKeyFile(files.path('key_without_password.pem')), 'key')).toEqual({ pkcs8, spki })
  })

  it('a path with blanks and quotes is quoted for the shell', () => {
    expect(() => readPrivateKey(files.text('pkcs8-encrypted.pem'), 'key', "/tmp/it's a key.pem")).toThrow(
      String.raw`openssl pkey -in '/tmp/it'\''s a key.pem' -out key_without_password.pem`,
    )
  })
})

describe('a secret', () => {
  const ends = ['', '\n', '\r\n', '\r']
  it('comes without byte order mark and line end, in any encoding, its blanks kept', () => {
    const secret = fc.stringMatching(/^[ -~]{1,40}$/).filter((text) => text.trim().length > 0)
    fc.assert(
      fc.property(secret, fc.constantFrom(...ends), fc.constantFrom(...Object.keys(encodings)), (text, end, encoding) => {
        // One character alone in UTF-16 cannot be distinguished from two in UTF-8.
        fc.pre(text.length > 1 || !/UTF-16 ..$/.test(encoding))
        expect(secretOf(encodings[encoding]?.(`${text}${end}`) ?? new Uint8Array(), 'apiv3_key_file')).toBe(text)
      }),
    )
  })

  it('may be Chinese', async () => {
    expect(await readSecretFile(written('password', '\ufeff密码 一二三\r\n'))).toBe('密码 一二三')
    expect(await readSecretFile(written('password', utf16('密码 一二三\r\n', 'le', true)))).toBe('密码 一二三')
  })

  it.each<[string, string | Uint8Array, string, string]>([
    ['an empty file', '', 'FILE_EMPTY', 'password is empty. Write or download it again.'],
    ['a line break alone', '\r\n', 'SECRET_EMPTY', 'password is empty. Write the secret into it, on one line.'],
    ['a mark alone', '\ufeff', 'SECRET_EMPTY', 'password is empty. Write the secret into it, on one line.'],
    ['several lines', 'one\ntwo\n', 'SECRET_LINES', 'password has 2 lines; it must hold the secret alone, on one line.'],
    ['GBK', Buffer.from('c3dcc2eb', 'hex'), 'SECRET_NOT_TEXT', 'password is no text in UTF-8 or UTF-16. Save it as plain text in UTF-8.'],
  ])('that is %s is rejected by name', async (_what, content, code, message) => {
    expect(await errorOf(readSecretFile(written('password', content), 'password'))).toMatchObject({ code, message })
  })
})

describe('a file', () => {
  it('is text in any encoding', async () => {
    for (const [encoding, encode] of Object.entries(encodings))
      expect([encoding, await readTextFile(written('credential.json', encode('{"mchid":"1900000001","name":"品牌"}')))]).toEqual([
        encoding,
        '{"mchid":"1900000001","name":"品牌"}',
      ])
  })

  it('that cannot be read is named with the reason, at once or later', async () => {
    mkdirSync(files.path('folder'))
    const large = written('large', new Uint8Array(1_048_577))
    const tried: readonly (readonly [string, string, string])[] = [
      [files.path('gone.pem'), 'FILE_MISSING', 'the key does not exist. Check the path.'],
      [files.path('pkcs8.pem/gone.pem'), 'FILE_MISSING', 'the key does not exist. Check the path.'],
      [files.path('folder'), 'FILE_IS_FOLDER', 'the key is a folder, not a file. Name a file in it.'],
      [written('nothing', ''), 'FILE_EMPTY', 'the key is empty. Write or download it again.'],
      [large, 'FILE_TOO_LARGE', 'the key has 1048577 bytes; a file of keys or settings has at most 1048576. Another file is meant.'],
      ['/dev/zero', 'FILE_TOO_LARGE', 'the key has >1048576 bytes; a file of keys or settings has at most 1048576. Another file is meant.'],
    ]
    for (const [path, code, message] of tried) {
      expect(await errorOf(readSmallFile(path, 'the key'))).toMatchObject({ code, message })
      if (path !== '/dev/zero') expect(() => readSmallFileSync(path, 'the key')).toThrow(expect.objectContaining({ code, message }))
    }
  })

  it('that is a pipe is read to its end', async () => {
    files.shell('mkfifo pipe')
    const [secret] = await Promise.all([readSecretFile(files.path('pipe')), writeFile(files.path('pipe'), 'secret\n')])
    expect(secret).toBe('secret')
  })
})
