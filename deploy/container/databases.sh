#!/bin/bash
# Run by the image of PostgreSQL once, when its data folder is empty: a user and a database for each server.
# The URLs are postgres://NAME:PASSWORD@HOST:PORT/NAME.
set -euo pipefail

secrets=${SECRETS:-/run/secrets}

for part in platform desk; do
  url=$(cat "$secrets/${part}_url")
  user=${url#*://}
  user=${user%%:*}
  password=${url#*://*:}
  password=${password%%@*}
  # What a URL must escape would be another password here.
  if [[ $password == *[%@]* || -z $password ]]; then
    echo "${part}_url: the password has to be of letters and digits" >&2
    exit 1
  fi
  # psql quotes what it is given by name; a password is not an argument, which other users could read.
  PASSWORD=$password psql --no-psqlrc --set ON_ERROR_STOP=1 --set "user=$user" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv password PASSWORD
create role :"user" login password :'password';
create database :"user" owner :"user";
revoke all on database :"user" from public;
SQL
done
