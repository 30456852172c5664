-- Reads the newest items of lists (entry-lists.ts) that lie below a stamp. An item is a stamp of seven bytes and a kind of six, oldest first.
-- KEYS     the lists
-- ARGV[1]  bytes that stand before the items of each · ARGV[2..] for each list: all lie below this stamp · how many at most · none where the list
--          has no newer stamp than this (a look at its end: most lists are asked for what came since)
-- RETURN   the items of each list as one string, oldest first
local head, width = tonumber(ARGV[1]), 13

local function stampAt(list, place)
  local from = head + place * width
  return (struct.unpack('>I7', redis.call('GETRANGE', list, from, from + 6)))
end

local function newest(list, below, most)
  -- What is left of `high` may lie below; what is at it or right of it does not.
  local low, high = -1, math.max(0, math.floor((redis.call('STRLEN', list) - head) / width))
  if high > 0 and stampAt(list, high - 1) < below then low = high - 1 end
  while high - low > 1 do
    local middle = math.floor((low + high) / 2)
    if stampAt(list, middle) < below then
      low = middle
    else
      high = middle
    end
  end
  local from = math.max(0, high - most)
  return high > from and redis.call('GETRANGE', list, head + from * width, head + high * width - 1) or ''
end

local answer = {}
for place, list in ipairs(KEYS) do
  local below, most, known = tonumber(ARGV[3 * place - 1]), tonumber(ARGV[3 * place]), tonumber(ARGV[3 * place + 1])
  local last = known >= 0 and redis.call('GETRANGE', list, -width, -1)
  if last and (#last < width or struct.unpack('>I7', last) <= known) then
    answer[place] = ''
  else
    answer[place] = newest(list, below, most)
  end
end
return answer
