-- Finds the newest entries of buckets that stand in every one of some lists. A list holds stamps of seven bytes (commit.lua), oldest first; it is
-- read by the piece, from its end, and lists leap over what another does not hold. Once a call has leapt so often, it says where to go on.
-- KEYS     the lists, as many of each bucket
-- ARGV[1]  how many lists a bucket has · ARGV[2] bytes that stand before the stamps in the first of them
-- ARGV[3..] for each bucket: the least stamp · all found are below this stamp · how many at most
-- RETURN   for each bucket: stamps found, newest first, as one string · the stamp below which to go on, empty at the end
local ofBucket, head = tonumber(ARGV[1]), tonumber(ARGV[2])
local width, piece, patience = 7, 256, 500

local function at(list, index)
  local number = math.floor(index / piece)
  local text = list.pieces[number]
  if not text then
    local from = list.head + number * piece * width
    text = redis.call('GETRANGE', list.key, from, from + piece * width - 1)
    list.pieces[number] = text
  end
  return (struct.unpack('>I7', text, (index - number * piece) * width + 1))
end

-- Leaves in the list what lies below a stamp.
local function cut(list, stamp)
  local high, low, step = list.left, list.left - 1, 1
  while low >= 0 and at(list, low) >= stamp do
    high, low, step = low, low - step, step * 2
  end
  low = math.max(low, -1)
  while high - low > 1 do
    local middle = math.floor((low + high) / 2)
    if at(list, middle) >= stamp then
      high = middle
    else
      low = middle
    end
  end
  list.left = high
end

-- Fewest first; nothing where one of them is empty.
local function listsFrom(first)
  local lists = {}
  for index = 1, ofBucket do
    local key, before = KEYS[first + index], index == 1 and head or 0
    local left = math.floor((redis.call('STRLEN', key) - before) / width)
    if left <= 0 then return nil end
    lists[index] = { key = key, head = before, left = left, pieces = {} }
  end
  table.sort(lists, function(a, b)
    return a.left < b.left
  end)
  return lists
end

local function find(lists, least, below, most)
  local found = {}
  while #found < most and patience > 0 do
    local stamp
    for index, list in ipairs(lists) do
      cut(list, index == 1 and below or stamp + 1)
      local newest = list.left > 0 and at(list, list.left - 1) or -1
      if newest < least then return found, '' end
      if index > 1 and newest < stamp then
        below, stamp, patience = newest + 1, nil, patience - 1
        break
      end
      stamp = newest
    end
    if stamp then
      found[#found + 1] = struct.pack('>I7', stamp)
      below = stamp
    end
  end
  return found, string.format('%.0f', below)
end

local answer = {}
for bucket = 0, #KEYS / ofBucket - 1 do
  local least, below, most = unpack(ARGV, 3 + 3 * bucket, 5 + 3 * bucket)
  local lists = listsFrom(bucket * ofBucket)
  local found, goOn = {}, ''
  if lists then
    found, goOn = find(lists, tonumber(least), tonumber(below), tonumber(most))
  end
  answer[#answer + 1] = table.concat(found)
  answer[#answer + 1] = goOn
end
return answer
