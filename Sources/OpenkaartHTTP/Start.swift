import Hummingbird
import AsyncHTTPClient
import Mustache
