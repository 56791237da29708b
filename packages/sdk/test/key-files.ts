import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Serial of the certificate among the files. */
export const certificateSerial = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
/** What the protected files are protected with: the mchid, as WeChat Pay does it. */
export const password = '1900000001'

const commands = [
  'genrsa -out pkcs8.pem 2048',
  'rsa -in pkcs8.pem -traditional -out pkcs1.pem',
  'rsa -in pkcs8.pem -aes256 -traditional -passout pass:PASS -out pkcs1-encrypted.pem',
  'pkcs8 -topk8 -in pkcs8.pem -passout pass:PASS -out pkcs8-encrypted.pem',
  'pkcs8 -topk8 -in pkcs8.pem -passout pass:PASS -outform DER -out pkcs8-encrypted.der',
  'pkcs8 -topk8 -nocrypt -in pkcs8.pem -outform DER -out pkcs8.der',
  'rsa -in pkcs8.pem -traditional -outform DER -out pkcs1.der',
  'rsa -in pkcs8.pem -pubout -out public.pem',
  'rsa -in pkcs8.pem -pubout -outform DER -out public.der',
  'rsa -in pkcs8.pem -RSAPublicKey_out -out public-pkcs1.pem',
  'rsa -in pkcs8.pem -RSAPublicKey_out -outform DER -out public-pkcs1.der',
  'req -x509 -newkey rsa:2048 -nodes -keyout ca.pem -subj /O=Authority/CN=Root -days 1825 -out ca-cert.pem',
  'req -new -key pkcs8.pem -subj /O=Test/CN=1900000001 -out request.pem',
  'x509 -req -in request.pem -CA ca-cert.pem -CAkey ca.pem -set_serial 0xSERIAL -days 1825 -out cert.pem',
  'x509 -in cert.pem -outform DER -out cert.der',
  'crl2pkcs7 -nocrl -certfile cert.pem -out chain.p7b',
  'pkcs12 -export -inkey pkcs8.pem -in cert.pem -passout pass:PASS -out aes.p12',
  'pkcs12 -export -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES -inkey pkcs8.pem -in cert.pem -passout pass:PASS -out rc2.p12',
  'ecparam -genkey -name prime256v1 -out ec.pem',
  'genpkey -algorithm ed25519 -out ed25519.pem',
  'pkey -in ed25519.pem -outform DER -out ed25519.der',
  'pkey -in ed25519.pem -pubout -out ed25519-public.pem',
  'genrsa -out short.pem 1024',
  'genrsa -out other.pem 2048',
]

/** Key files as other programs make them, in a folder that goes when it is disposed of. */
export class KeyFiles implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'card-member-key-files-'))

  constructor() {
    for (const command of commands) this.openssl(command.replace('PASS', password).replace('SERIAL', certificateSerial))
  }

  /** Runs openssl here. */
  openssl(command: string): void {
    execFileSync('openssl', command.split(' '), { cwd: this.folder, stdio: 'pipe' })
  }

  /** Runs a command line here. */
  shell(command: string): void {
    execFileSync('bash', ['-c', command], { cwd: this.folder, stdio: 'pipe' })
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  read(name: string): Uint8Array<ArrayBuffer> {
    return new Uint8Array(readFileSync(this.path(name)))
  }

  text(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
