// Signs the request by WeChat Pay's API v3. Runs in Postman (Web Crypto) and in Apifox (its own jsrsasign).
const value = (name) => pm.variables.get(name) || ''
const random = () => pm.variables.replaceIn('{{$guid}}').replace(/-/g, '')
pm.variables.set('out_request_no', `postman-${random()}`)
const url = pm.variables.replaceIn(pm.request.url.toString())
const [, host, target] = /^https?:\/\/([^/]+)(\/.*)$/.exec(url) || []
if (target === undefined) throw new Error('base_url must be http:// or https:// and a host, without a path')
if (/\/(invalidate|terminate)(\?|$)/.test(target) && !/^(127\.0\.0\.1|localhost)(:|$)/.test(host) && value('allow_final') !== host)
  throw new Error(`This call cannot be undone. To send it to ${host}, set the variable allow_final to ${host}.`)
if (value('private_key').trim() === '') throw new Error('Put the text of apiclient_key.pem into the variable private_key')
const body = pm.request.body?.raw ? pm.variables.replaceIn(pm.request.body.raw) : ''
const timestamp = Math.floor(Date.now() / 1000)
const nonce = random()
const message = [pm.request.method, target, timestamp, nonce, body].map((line) => `${line}\n`).join('')

function authorize(signature) {
  const parts = { mchid: value('mchid'), nonce_str: nonce, signature, timestamp, serial_no: value('serial_no') }
  const text = Object.keys(parts).map((name) => `${name}="${parts[name]}"`)
  pm.request.headers.upsert({ key: 'Authorization', value: `WECHATPAY2-SHA256-RSA2048 ${text.join(',')}` })
}

function signByWebCrypto() {
  const base64 = value('private_key').replace(/-----[^-]+-----|\\n|\s/g, '')
  const der = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const bytes = Uint8Array.from(unescape(encodeURIComponent(message)), (letter) => letter.charCodeAt(0))
  return crypto.subtle
    .importKey('pkcs8', der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign'])
    .then((key) => crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, bytes))
    .then((signature) => btoa(String.fromCharCode(...new Uint8Array(signature))))
}

function signByJsrsasign() {
  // biome-ignore lint/correctness/noUndeclaredDependencies: Apifox brings it
  const { KJUR, hextob64, utf8tohex } = require('jsrsasign')
  const signer = new KJUR.crypto.Signature({ alg: 'SHA256withRSA' })
  signer.init(value('private_key').replace(/\\n/g, '\n'))
  signer.updateHex(utf8tohex(message))
  return hextob64(signer.sign())
}

if (typeof crypto !== 'undefined' && crypto.subtle) {
  // The script lasts as long as a timer runs.
  const waiting = setInterval(() => {}, 20)
  signByWebCrypto()
    .then(authorize)
    .then(
      () => clearInterval(waiting),
      (error) => {
        clearInterval(waiting)
        throw error
      },
    )
} else authorize(signByJsrsasign())
