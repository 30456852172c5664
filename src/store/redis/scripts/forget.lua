-- Takes items out of a list (entry-lists.ts).
-- KEYS[1]  the list · ARGV[1] bytes that stand before its items · ARGV[2] the stamps of those that go, oldest first
-- RETURN   1; a list without items is gone
local head, gone = tonumber(ARGV[1]), ARGV[2]
local width, stampWidth = 13, 7
local text = redis.call('GET', KEYS[1])
if not text then return 1 end
local first, last = struct.unpack('>I7', gone, 1), struct.unpack('>I7', gone, #gone - stampWidth + 1)
local isGone = {}
for at = 1, #gone, stampWidth do
  isGone[string.sub(gone, at, at + stampWidth - 1)] = true
end

local low, high = -1, math.floor((#text - head) / width)
while high - low > 1 do
  local middle = math.floor((low + high) / 2)
  if struct.unpack('>I7', text, head + middle * width + 1) >= first then
    high = middle
  else
    low = middle
  end
end
local at = head + high * width + 1
local kept = { string.sub(text, 1, at - 1) }
while at < #text and struct.unpack('>I7', text, at) <= last do
  if not isGone[string.sub(text, at, at + stampWidth - 1)] then kept[#kept + 1] = string.sub(text, at, at + width - 1) end
  at = at + width
end
kept[#kept + 1] = string.sub(text, at)
local left = table.concat(kept)
if #left <= head then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], left, 'KEEPTTL')
end
return 1
