import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../test/fixtures/certificate.ts'
import { merchant, platform, platformKeyId, serial_no } from '../../test/fixtures/keys.ts'
import { prepareCredential } from '../client/credential.ts'
import { readCredential } from './credential-file.ts'

const certificate = makeCertificate({ public_key: merchant.public_key, serial_no })
const platformCertificate = makeCertificate({ public_key: platform.public_key, serial_no: '7132D72A03E93CDDF8C03BBD1F37EEDF00000001' })
const fields = {
  base_url: 'http://127.0.0.1:8080',
  mchid: '1900000001',
  serial_no,
  private_key_file: 'apiclient_key.pem',
  wechatpay_public_key_id: platformKeyId,
  wechatpay_public_key_file: 'pub_key.pem',
  apiv3_key_file: 'apiv3.key',
}

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'card-member-'))
  await writeFile(join(directory, 'apiclient_key.pem'), merchant.private_key)
  await writeFile(join(directory, 'apiclient_cert.pem'), certificate)
  await writeFile(join(directory, 'pub_key.pem'), platform.public_key)
  await writeFile(join(directory, 'wechatpay_cert.pem'), platformCertificate)
  await writeFile(join(directory, 'apiv3.key'), `${'k'.repeat(32)}\r\n`)
  await writeFile(join(directory, 'apiclient_cert.p12'), Buffer.from('308209a90201033082', 'hex'))
})
afterAll(() => rm(directory, { recursive: true }))

async function read(content: unknown): Promise<Awaited<ReturnType<typeof readCredential>>> {
  const path = join(directory, 'credential.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readCredential(path)
}

describe('readCredential', () => {
  it('reads the files it names, relative to itself', async () => {
    expect(await read(fields)).toEqual({
      base_url: 'http://127.0.0.1:8080',
      mchid: '1900000001',
      serial_no,
      private_key: merchant.private_key,
      wechatpay_public_key_id: platformKeyId,
      wechatpay_public_key: platform.public_key,
      wechatpay_certificates: undefined,
      apiv3_key: 'k'.repeat(32),
      certificate: undefined,
    })
  })

  it('makes a credential that works, with certificates too', async () => {
    const { serial_no: _serial, ...others } = fields
    const files = { certificate_file: 'apiclient_cert.pem', wechatpay_certificate_files: ['wechatpay_cert.pem'] }
    const { principal, keyring } = prepareCredential(await read({ ...others, ...files }))
    expect(principal.serial_no).toBe(serial_no)
    expect(keyring.ids()).toEqual([platformKeyId, '7132D72A03E93CDDF8C03BBD1F37EEDF00000001'])
  })

  it('is read when it begins with a byte order mark', async () => {
    expect(await read(`\ufeff${JSON.stringify(fields)}`)).toMatchObject({ mchid: '1900000001' })
  })

  it('and the files it names may be of PowerShell: UTF-16, with a byte order mark', async () => {
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
    await writeFile(join(directory, 'powershell.pem'), utf16(merchant.private_key))
    await writeFile(join(directory, 'powershell.key'), utf16(`${'k'.repeat(32)}\r\n`))
    const path = join(directory, 'powershell.json')
    const named = { private_key_file: 'powershell.pem', apiv3_key_file: 'powershell.key' }
    await writeFile(path, utf16(JSON.stringify({ ...fields, ...named })))
    expect(await readCredential(path)).toMatchObject({ private_key: merchant.private_key, apiv3_key: 'k'.repeat(32) })
  })

  it('lets a P12 be recognised', async () => {
    const error = await read({ ...fields, private_key_file: 'apiclient_cert.p12' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'KEY_IS_P12', message: expect.stringContaining('private_key_file "apiclient_cert.p12" of ') })
  })

  it.each<[string, unknown, string, string]>([
    ['that is no JSON', '{"mchid": "1900', 'CREDENTIAL_MALFORMED', 'PATH is not usable: it is not JSON.'],
    ['that is a list', [], 'CREDENTIAL_MALFORMED', 'PATH is not usable: it must hold one JSON object.'],
    [
      'with unknown fields',
      { ...fields, private_key: 'x', mch_id: '1' },
      'CREDENTIAL_MALFORMED',
      'PATH is not usable: unknown field private_key, mch_id; known are base_url, mchid, brand_id, serial_no, wechatpay_public_key_id, private_key_file, wechatpay_public_key_file, apiv3_key_file, certificate_file, wechatpay_certificate_files.',
    ],
    ['without mchid', { ...fields, mchid: undefined }, 'CREDENTIAL_MALFORMED', 'PATH is not usable: mchid is missing.'],
    ['with a number for mchid', { ...fields, mchid: 1900000001 }, 'CREDENTIAL_MALFORMED', 'PATH is not usable: mchid must be a text.'],
    [
      'without serial and certificate',
      { ...fields, serial_no: undefined },
      'CREDENTIAL_MALFORMED',
      'PATH is not usable: serial_no is missing.',
    ],
    [
      'without a private key',
      { ...fields, private_key_file: undefined },
      'KEY_MISSING',
      'private_key_file of PATH is missing. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).',
    ],
    [
      'that names a missing file',
      { ...fields, wechatpay_public_key_file: 'gone.pem' },
      'FILE_MISSING',
      'wechatpay_public_key_file "gone.pem" of PATH does not exist. Check the path.',
    ],
    [
      'with one certificate for a list',
      { ...fields, wechatpay_certificate_files: 'wechatpay_cert.pem' },
      'CREDENTIAL_MALFORMED',
      'PATH is not usable: wechatpay_certificate_files must be a list of file names.',
    ],
    [
      'with a missing platform certificate',
      { ...fields, wechatpay_certificate_files: ['gone.pem'] },
      'FILE_MISSING',
      'wechatpay_certificate_files "gone.pem" of PATH does not exist. Check the path.',
    ],
  ])('rejects a file %s', async (_what, content, code, message) => {
    await expect(read(content)).rejects.toThrow(
      expect.objectContaining({ code, message: message.replace('PATH', join(directory, 'credential.json')) }),
    )
  })

  it('names itself when it is missing', async () => {
    const path = join(directory, 'nowhere.json')
    await expect(readCredential(path)).rejects.toThrow(`${path} does not exist. Check the path.`)
  })

  it('reads the file of a brand when asked for one, with the same names', async () => {
    const { mchid: _, ...others } = fields
    const path = join(directory, 'brand.json')
    await writeFile(path, JSON.stringify({ ...others, brand_id: '1004' }))
    const credential = await readCredential(path, 'brand')
    expect(credential).toMatchObject({ brand_id: '1004', serial_no, apiv3_key: 'k'.repeat(32) })
    expect(await readCredential(path, 'any')).toEqual(credential)
    await expect(readCredential(path)).rejects.toThrow(
      `${path} has brand_id, so it is that of a brand which calls for itself. Ask for it with 'brand', or give the mchid of the service provider.`,
    )
  })

  it('rejects the file of a merchant number for a brand, one of both, and one of nobody', async () => {
    const path = join(directory, 'credential.json')
    const { mchid, ...others } = fields
    for (const [content, code] of [
      [fields, 'CREDENTIAL_IS_MERCHANT'],
      [{ ...others, mchid, brand_id: '1004' }, 'MCHID_AND_BRAND_ID'],
      [others, 'CREDENTIAL_MALFORMED'],
    ]) {
      await writeFile(path, JSON.stringify(content))
      await expect(readCredential(path, 'brand')).rejects.toMatchObject({ code })
    }
    await expect(readCredential(path, 'brand')).rejects.toThrow(`${path} is not usable: brand_id is missing.`)
  })
})
