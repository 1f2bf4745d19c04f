import AsyncHTTPClient
import Hummingbird
import Mustache
