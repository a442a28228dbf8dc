-- wrk's requests for `firth serve` and whoever else speaks OpenAI's API: MODEL and TEXT from the
-- environment. wrk -t1 -c64 -d20s --latency -s bench/embed.lua http://127.0.0.1:8080/v1/embeddings
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = string.format('{"model": "%s", "input": "%s", "encoding_format": "%s"}',
  os.getenv("MODEL") or "words", os.getenv("TEXT") or "the bank of the river",
  os.getenv("FORMAT") or "base64")
