-- wrk's requests for `firth serve` and whoever else speaks OpenAI's API: MODEL, and TEXT or a file
-- TEXTS of JSON strings, one a line, which are asked for in turn, from the environment.
-- wrk -t1 -c64 -d20s --latency -s bench/embed.lua http://127.0.0.1:8080/v1/embeddings
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

local function body(text)
  return string.format('{"model": "%s", "input": %s, "encoding_format": "%s"}',
    os.getenv("MODEL") or "words", text, os.getenv("FORMAT") or "base64")
end

wrk.body = body('"' .. (os.getenv("TEXT") or "the bank of the river") .. '"')

if os.getenv("TEXTS") then
  local requests, at = {}, 0
  function init()
    for line in io.lines(os.getenv("TEXTS")) do
      requests[#requests + 1] = wrk.format(nil, nil, nil, body(line))
    end
  end
  function request()
    at = at % #requests + 1
    return requests[at]
  end
end
