-- Reads entries of the log, each from its stream, and the keys that unseal them, each from the beginning of its subject's list (entry-lists.ts).
-- KEYS     the streams and lists
-- ARGV[1]  how long a key that unseals is · ARGV[2..] for each of KEYS: of a stream the entry's id; of a list nothing
-- RETURN   for each of KEYS the entry's text, or the key that unseals; false: it is gone
local length = tonumber(ARGV[1])

local function entry(stream, id)
  local found = redis.call('XRANGE', stream, id, id)[1]
  return found and found[2][2]
end

local function unsealing(list)
  local key = redis.call('GETRANGE', list, 0, length - 1)
  return key ~= '' and key
end

local answer = {}
for place, name in ipairs(KEYS) do
  local id = ARGV[place + 1]
  answer[place] = (id == '' and unsealing(name) or id ~= '' and entry(name, id)) or false
end
return answer
