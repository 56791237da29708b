"""Makes the cases beside it anew: signatures and OAEP by the openssl command, AES-256-GCM by Python's cryptography.

    python3 vectors/make.py

Keys are made once and kept, so signatures come out the same; sealed values are random by nature and change.
"""
import base64
import json
import pathlib
import subprocess

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

here = pathlib.Path(__file__).parent
keys = here / "keys"


def openssl(*args, data=b""):
    return subprocess.run(["openssl", *args], input=data, capture_output=True, check=True).stdout


def key(name):
    private, public = keys / f"{name}.pem", keys / f"{name}_pub.pem"
    if not private.exists():
        keys.mkdir(exist_ok=True)
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(private))
        openssl("pkey", "-in", str(private), "-pubout", "-out", str(public))
    return name


merchant, platform, stranger = key("merchant"), key("platform"), key("stranger")


def sign(message, name):
    return base64.b64encode(openssl("dgst", "-sha256", "-sign", str(keys / f"{name}.pem"), data=message)).decode()


def seal(plain, name, digest="sha1"):
    options = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", f"rsa_oaep_md:{digest}", "-pkeyopt", f"rsa_mgf1_md:{digest}"]
    out = openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", str(keys / f"{name}_pub.pem"), *options, data=plain)
    return base64.b64encode(out).decode()


def write(name, cases):
    for number, case in enumerate(cases, 1):
        case.update(id=f"{name}-{number:02d}")
    ordered = [{"id": c.pop("id"), "comment": c.pop("comment"), "valid": c.pop("valid"), **c} for c in cases]
    (here / f"{name}.json").write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


base = "/v3/brand/partner/card-member"
time, nonce = "1784000000", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"


def request(comment, method, target, body="", valid=True, signed=None, signer=merchant, signature=None):
    """`signed` changes what the signature is over; the parts stay what the server receives."""
    parts = {"method": method, "target": target, "timestamp": time, "nonce": nonce, "body": body}
    over = {**parts, **(signed or {})}
    message = over.get("message") or f'{over["method"]}\n{over["target"]}\n{over["timestamp"]}\n{over["nonce"]}\n{over["body"]}\n'
    text = sign(message.encode(), signer)
    return {"comment": comment, "valid": valid, **parts, "signature": signature(text) if signature else text}


def lines(method, target, body=""):
    return f"{method}\n{target}\n{time}\n{nonce}\n{body}\n"


get = f"{base}/cards?brand_id=1004&offset=0&limit=20"
code = f"{base}/user-cards/478515832665/invalidate?brand_id=1004&card_id=p1"
body = '{"openid":"obLatjnx9gnqzS4myYGmLZ7LgLBA","invalid_reason":"用户申请退会"}'
flip = lambda text: ("B" if text[0] == "A" else "A") + text[1:]
write("requests", [
    request("a GET has an empty last line", "GET", get),
    request("a GET without a query", "GET", f"{base}/cards/p1"),
    request("a query with + for a space, as form encoders write it", "GET", f"{base}/user-cards/a?brand_id=1004&card_id=p1&openid=a+b"),
    request("a query with %20 for a space", "GET", f"{base}/user-cards/a?brand_id=1004&card_id=p1&openid=a%20b"),
    request("a query with Chinese, percent-encoded", "GET", f"{base}/cards?brand_id=%E5%93%81%E7%89%8C&offset=0&limit=20"),
    request("percent-encoding in lower case stays as it is", "GET", f"{base}/cards?brand_id=%e5%93%81&offset=0&limit=20"),
    request("a query whose order is not the usual one", "GET", f"{base}/cards?limit=20&offset=0&brand_id=1004"),
    request("an empty query behind a question mark", "GET", f"{base}/cards?"),
    request("a repeated name in the query", "GET", f"{base}/cards?brand_id=1004&brand_id=1004&offset=0&limit=20"),
    request("a code with punctuation, percent-encoded", "GET", f"{base}/user-cards/a%2Fb%3Fc%23d%25e?brand_id=1004&card_id=p1&openid=o"),
    request("a code with punctuation that needs no encoding", "GET", f"{base}/user-cards/a-b_c.d~e!f*g(h)?brand_id=1004&card_id=p1&openid=o"),
    request("a quote, encoded", "GET", f"{base}/user-cards/it%27s?brand_id=1004&card_id=p1&openid=o"),
    request("a quote, bare", "GET", f"{base}/user-cards/it's?brand_id=1004&card_id=p1&openid=o"),
    request("a POST with Chinese in its body", "POST", code, body),
    request("a POST with an empty object", "POST", code, "{}"),
    request("a POST without a body", "POST", f"{base}/cards/p1/invalidate"),
    request("a PATCH", "PATCH", f"{base}/cards/p1", '{"brand_id":"1004","card_title":"金卡"}'),
    request("white space in the body counts", "POST", code, '{ "openid" : "o" }\n'),
    request("escapes in the body are not resolved", "POST", code, '{"openid":"\\u006f"}'),
    request("a line feed within the body", "POST", code, '{"openid":\n"o"}'),
    request("a body with a character of four bytes", "POST", code, '{"invalid_reason":"😀"}'),
    request("a body of a megabyte less a little", "POST", code, '{"openid":"' + "o" * 4000 + '"}'),
    request("another method was signed", "POST", code, body, False, {"method": "GET"}),
    request("the method in lower case was signed", "POST", code, body, False, {"method": "post"}),
    request("the query was left out of what was signed", "GET", get, "", False, {"target": f"{base}/cards"}),
    request("the whole URL was signed", "GET", get, "", False, {"target": f"https://api.mch.weixin.qq.com{get}"}),
    request("the path was signed decoded", "GET", f"{base}/user-cards/a%2Fb?brand_id=1004&card_id=p1&openid=o", "", False, {"target": f"{base}/user-cards/a/b?brand_id=1004&card_id=p1&openid=o"}),
    request("percent-encoding was changed to upper case on the way", "GET", f"{base}/cards?brand_id=%E5%93%81&offset=0&limit=20", "", False, {"target": f"{base}/cards?brand_id=%e5%93%81&offset=0&limit=20"}),
    request("+ became %20 on the way", "GET", f"{base}/cards?brand_id=a%20b&offset=0&limit=20", "", False, {"target": f"{base}/cards?brand_id=a+b&offset=0&limit=20"}),
    request("another timestamp was signed", "GET", get, "", False, {"timestamp": "1784000001"}),
    request("another nonce was signed", "GET", get, "", False, {"nonce": nonce.lower()}),
    request("another body was signed", "POST", code, body, False, {"body": body.replace("退会", "退卡")}),
    request("the body was serialised again after signing", "POST", code, '{"openid": "o"}', False, {"body": '{"openid":"o"}'}),
    request("the last line feed is missing", "GET", get, "", False, {"message": lines("GET", get)[:-1]}),
    request("lines end in CR LF", "GET", get, "", False, {"message": lines("GET", get).replace("\n", "\r\n")}),
    request("the empty last line is missing", "GET", get, "", False, {"message": f"GET\n{get}\n{time}\n{nonce}\n"}),
    request("a stranger signed", "POST", code, body, False, signer=stranger),
    request("the platform's own key signed", "POST", code, body, False, signer=platform),
    request("the first character of the signature is another one", "POST", code, body, False, signature=flip),
    request("the signature has lost its padding", "POST", code, body, False, signature=lambda text: text.rstrip("=")),
    request("the signature is base64url", "POST", code, body, False, signature=lambda text: text.replace("+", "-").replace("/", "_").replace("=", "")),
    request("half of the signature is missing", "POST", code, body, False, signature=lambda text: text[:172]),
    request("a line break within the signature", "POST", code, body, False, signature=lambda text: text[:64] + "\n" + text[64:]),
    request("the signature stands twice", "POST", code, body, False, signature=lambda text: text + text),
])

serial = "PUB_KEY_ID_0000000000000000000000000001"


def answer(comment, text="", valid=True, error=None, over=None, signer=platform, signature=None, **given):
    parts = {"timestamp": time, "nonce": nonce, "serial": serial, "body": text, **given}
    signed = over if over is not None else f'{parts["timestamp"]}\n{parts["nonce"]}\n{parts["body"]}\n'
    made = sign(signed.encode(), signer)
    parts["signature"] = signature(made) if signature else made
    return {"comment": comment, "valid": valid, **parts, **({} if error is None else {"error": error})}


shown = '{"user_card_state":"INVALID","invalid_reason":"用户申请退会"}'
write("answers", [
    answer("an answer with Chinese", shown),
    answer("an empty body, as 204 has", ""),
    answer("an empty object", "{}"),
    answer("white space around the body", " {}\n"),
    answer("a nonce of one character", "{}", nonce="n"),
    answer("299 seconds old", "{}", timestamp="1783999701"),
    answer("the body was changed", shown, False, "SIGNATURE_WRONG", over=f"{time}\n{nonce}\n{{}}\n"),
    answer("the body was serialised again", '{"a": 1}', False, "SIGNATURE_WRONG", over=f'{time}\n{nonce}\n{{"a":1}}\n'),
    answer("a stranger signed", shown, False, "SIGNATURE_WRONG", signer=stranger),
    answer("the merchant's own key signed", shown, False, "SIGNATURE_WRONG", signer=merchant),
    answer("another timestamp was signed", shown, False, "SIGNATURE_WRONG", over=f"1784000001\n{nonce}\n{shown}\n"),
    answer("another nonce was signed", shown, False, "SIGNATURE_WRONG", over=f"{time}\nn\n{shown}\n"),
    answer("the last line feed is missing", shown, False, "SIGNATURE_WRONG", over=f"{time}\n{nonce}\n{shown}"),
    answer("300 seconds old", "{}", False, "SIGNATURE_CLOCK", timestamp="1783999700"),
    answer("300 seconds ahead", "{}", False, "SIGNATURE_CLOCK", timestamp="1784000300"),
    answer("a timestamp that is no number", "{}", False, "SIGNATURE_CLOCK", timestamp="now"),
    answer("a serial that nobody knows", "{}", False, "SIGNATURE_SERIAL_UNKNOWN", serial="PUB_KEY_ID_2"),
    answer("a signature probe", "{}", False, "SIGNATURE_PROBE", signature=lambda text: "WECHATPAY/SIGNTEST/" + text),
    answer("a signature that is no base64", "{}", False, "SIGNATURE_MALFORMED", signature=lambda text: "!" + text[1:]),
    answer("a signature without its padding", "{}", False, "SIGNATURE_MALFORMED", signature=lambda text: text.rstrip("=")),
    answer("no signature", "{}", False, "SIGNATURE_MISSING", signature=lambda text: ""),
])


def sealed(comment, plain, valid=True, name=platform, digest="sha1", change=None):
    text = seal(plain.encode() if isinstance(plain, str) else plain, name, digest)
    shown = plain if isinstance(plain, str) else ""
    return {"comment": comment, "valid": valid, "plaintext": shown, "ciphertext": change(text) if change else text}


write("sealed", [
    sealed("a phone number", "13800138000"),
    sealed("Chinese", "张三"),
    sealed("one byte", "a"),
    sealed("214 bytes, the most there is room for", "a" * 214),
    sealed("71 Chinese characters, 213 bytes", "会" * 71),
    sealed("an emoji", "😀"),
    sealed("sealed for a stranger", "13800138000", False, stranger),
    sealed("OAEP with SHA-256", "13800138000", False, platform, "sha256"),
    sealed("the first character is another one", "13800138000", False, change=flip),
    sealed("half is missing", "13800138000", False, change=lambda text: text[:172]),
    sealed("no padding", "13800138000", False, change=lambda text: text.rstrip("=")),
    sealed("not base64", "13800138000", False, change=lambda text: "!" + text[1:]),
    sealed("empty", "13800138000", False, change=lambda text: ""),
    sealed("bytes that are not UTF-8", b"\xff\xfe", False),
])

apiv3, other = "an-apiv3-key-made-for-tests-only", "another-apiv3-key-made-for-tests"


def aead(comment, plain, valid=True, with_key=apiv3, n="0123456789ab", ad="user_card", **given):
    text = AESGCM(with_key.encode()).encrypt(n.encode(), plain.encode(), ad.encode())
    parts = {"plaintext": plain, "nonce": n, "associated_data": ad, "ciphertext": base64.b64encode(text).decode(), **given}
    return {"comment": comment, "valid": valid, **parts}


def cut(plain, change):
    raw = AESGCM(apiv3.encode()).encrypt(b"0123456789ab", plain.encode(), b"user_card")
    return base64.b64encode(change(raw)).decode()


event = '{"openid":"o1","level":"钻石会员"}'
write("aead", [
    aead("a resource", event),
    aead("Chinese associated data", event, ad="会员"),
    aead("no associated data", event, ad=""),
    aead("an empty plaintext", ""),
    aead("one byte", "a"),
    aead("a long plaintext", event * 200),
    aead("another key", event, False, other),
    aead("another nonce", event, False, n="0123456789ab", nonce="0123456789ac"),
    aead("a nonce of 11 bytes", event, False, nonce="0123456789a"),
    aead("other associated data", event, False, associated_data="point_coupon"),
    aead("associated data left out", event, False, associated_data=""),
    aead("a changed byte", event, False, ciphertext=cut(event, lambda raw: bytes([raw[0] ^ 1]) + raw[1:])),
    aead("a changed tag", event, False, ciphertext=cut(event, lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]))),
    aead("a tag cut to 15 bytes", event, False, ciphertext=cut(event, lambda raw: raw[:-1])),
    aead("no tag", event, False, ciphertext=cut(event, lambda raw: raw[:-16])),
    aead("not base64", event, False, ciphertext="!!!!"),
    aead("empty", event, False, ciphertext=""),
])

pairs = f'mchid="1900000001",nonce_str="{nonce}",signature="c2ln",timestamp="{time}",serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1"'
scheme = "WECHATPAY2-SHA256-RSA2048"
header = lambda comment, text, valid=True: {"comment": comment, "valid": valid, "header": text}
write("authorization", [
    header("as the documentation writes it", f"{scheme} {pairs}"),
    header("another order", f"{scheme} " + ",".join(reversed(pairs.split(",")))),
    header("another scheme is well formed; it is refused elsewhere", f"WECHATPAY2-SM2-WITH-SM3 {pairs}"),
    header("empty", "", False),
    header("a scheme alone", scheme, False),
    header("two spaces", f"{scheme}  {pairs}", False),
    header("no scheme", pairs, False),
    header("a space after a comma", f"{scheme} " + pairs.replace(",", ", ", 1), False),
    header("spaces around an equals sign", f"{scheme} " + pairs.replace("=", " = ", 1), False),
    header("no quotes", f"{scheme} " + pairs.replace('"', ""), False),
    header("single quotes", f"{scheme} " + pairs.replace('"', "'"), False),
    header("a pair is missing", f"{scheme} " + ",".join(pairs.split(",")[1:]), False),
    header("a pair stands twice", f'{scheme} {pairs},mchid="1900000001"', False),
    header("an unknown pair", f'{scheme} {pairs},extra="1"', False),
    header("an empty value", f"{scheme} " + pairs.replace("1900000001", ""), False),
    header("a comma at the end", f"{scheme} {pairs},", False),
    header("a timestamp with a sign", f"{scheme} " + pairs.replace(time, "-1"), False),
    header("a nonce of 65 characters", f"{scheme} " + pairs.replace(nonce, "n" * 65), False),
    header("names in upper case", f"{scheme} " + pairs.replace("mchid", "MCHID"), False),
])
