#!/usr/bin/env bash
# A member's card, from its template to its end, with openssl and curl alone: every request signed, every answer verified.
#
# Reads from the environment (`npm start` writes them all into data/demo/demo.env):
#   BASE_URL                   where the API is, such as http://127.0.0.1:8080
#   MCHID, SERIAL_NO           merchant number, and the serial of its API certificate
#   PRIVATE_KEY_FILE           PEM of the merchant API private key
#   WECHATPAY_PUBLIC_KEY_ID    PUB_KEY_ID_…
#   WECHATPAY_PUBLIC_KEY_FILE  PEM of the platform's public key
#   BRAND_ID, APPID            a brand the merchant may act for, and an AppID bound to it
#
# It creates a template, imports a member, and ends the member's card for good: run it against a rehearsal only.
set -euo pipefail

: "${BASE_URL:?}" "${MCHID:?}" "${SERIAL_NO:?}" "${PRIVATE_KEY_FILE:?}"
: "${WECHATPAY_PUBLIC_KEY_ID:?}" "${WECHATPAY_PUBLIC_KEY_FILE:?}" "${BRAND_ID:?}" "${APPID:?}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "$1" >&2
  exit 1
}

# The value of a header of the last answer.
header() {
  sed -n "s/^$1: *//Ip" "$folder/headers" | tr -d '\r' | tail -n 1
}

# The value of a text field of the last answer.
field() {
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$folder/body"
}

# call METHOD TARGET [BODY]: sends a request and verifies the answer. The API allows some calls a second: after a 429, which changes
# nothing, it waits a second and signs anew.
call() {
  local try
  for try in 1 2 3 4 5; do
    send "$@"
    [ "$status" = 429 ] || break
    sleep 1
  done
  [ "$status" = 200 ] || fail "$1 $2 was answered $status: $(cat "$folder/body")"
  verify
}

# Signs exactly what it sends; leaves the status of the answer in $status.
send() {
  local method=$1 target=$2 body=${3-} timestamp nonce signature
  timestamp=$(date +%s)
  nonce=$(openssl rand -hex 16)
  signature=$(printf '%s\n%s\n%s\n%s\n%s\n' "$method" "$target" "$timestamp" "$nonce" "$body" |
    openssl dgst -sha256 -sign "$PRIVATE_KEY_FILE" | openssl base64 -A)
  local parts="mchid=\"$MCHID\",nonce_str=\"$nonce\",signature=\"$signature\",timestamp=\"$timestamp\",serial_no=\"$SERIAL_NO\""
  local options=(--silent --show-error --request "$method" --dump-header "$folder/headers" --output "$folder/body" --write-out '%{http_code}'
    --header "Authorization: WECHATPAY2-SHA256-RSA2048 $parts" --header 'Accept: application/json'
    --header "Wechatpay-Serial: $WECHATPAY_PUBLIC_KEY_ID")
  if [ -n "$body" ]; then options+=(--header 'Content-Type: application/json' --data-binary "$body"); fi
  status=$(curl "${options[@]}" "$BASE_URL$target")
}

# Three lines: timestamp, nonce, the raw bytes of the body.
verify() {
  local age serial
  serial=$(header Wechatpay-Serial)
  [ "$serial" = "$WECHATPAY_PUBLIC_KEY_ID" ] || fail "the answer is signed by an unknown key: $serial"
  age=$(($(date +%s) - $(header Wechatpay-Timestamp)))
  [ "${age#-}" -lt 300 ] || fail "the answer is $age s old"
  {
    printf '%s\n%s\n' "$(header Wechatpay-Timestamp)" "$(header Wechatpay-Nonce)"
    cat "$folder/body"
    printf '\n'
  } >"$folder/message"
  header Wechatpay-Signature | openssl base64 -d -A >"$folder/signature"
  openssl dgst -sha256 -verify "$WECHATPAY_PUBLIC_KEY_FILE" -signature "$folder/signature" "$folder/message" >"$folder/verdict" ||
    fail 'the signature of the answer is wrong: nothing in it may be believed'
}

base=/v3/brand/partner/card-member
number=$(date +%s)$RANDOM
code=$number
openid=openid-$number

call POST "$base/cards" "{\"out_request_no\":\"$number\",\"brand_id\":\"$BRAND_ID\",\"appid\":\"$APPID\",\"card_type\":\"NORMAL\",\
\"card_title\":\"curl 会员卡\",\"card_color\":\"#2E7D5B\",\"card_picture_url\":\"https://wxpaylogo.qpic.cn/wxpaylogo/curl/0\",\
\"code_mode\":\"MERCHANT_ALLOCATE\",\"code_type\":\"BAR_CODE\",\"benefits\":\"九折\",\"notify_url\":\"https://example.com/notify\",\
\"valid_date_information\":{\"type\":\"PERMANENT\"}}"
card_id=$(field card_id)
echo "template  $card_id"

call POST "$base/user-cards/import-by-openid" "{\"brand_id\":\"$BRAND_ID\",\"card_id\":\"$card_id\",\"openid\":\"$openid\",\
\"user_card_code\":\"$code\",\"valid_date_information\":{\"type\":\"PERMANENT\"}}"
echo "imported  $(field user_card_code)"

call GET "$base/user-cards/$code?brand_id=$BRAND_ID&card_id=$card_id&openid=$openid"
echo "state     $(field user_card_state)"

call POST "$base/user-cards/$code/invalidate?brand_id=$BRAND_ID&card_id=$card_id" \
  "{\"openid\":\"$openid\",\"invalid_reason\":\"用户申请退会\"}"
echo "state     $(field user_card_state)"
echo "since     $(field invalid_time)"
echo "request   $(header Request-ID)"
