"""The reception as a service: `POST /arrivals`, `GET /arrivals/{number}`, `POST /arrivals/check-again`."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from hospital.admission import Admission, admission_for
from hospital.book import Arrival, Book
from hospital.cards import CardDesk, NoAnswer, NotReadable, Presented


@dataclass(frozen=True, slots=True)
class Reception:
    """Who comes is entered first and asked about then: nobody is lost when nobody answers."""

    desk: CardDesk
    book: Book

    async def arrive(self, presented: Presented) -> Arrival:
        """Raises `NotReadable`, and then nobody is entered."""
        number = self.book.enter(presented)
        try:
            await self._check(number, presented)
        except NotReadable:
            self.book.strike(number)
            raise
        return self.book.arrival(number)

    async def check_again(self) -> list[Arrival]:
        """Ask about those who wait until nobody answers; returns those about whom there is an answer now."""
        told: list[Arrival] = []
        for waiting in self.book.waiting():
            arrival = await self._asked_again(waiting)
            if arrival.admission == Admission.LATER:
                break
            told.append(arrival)
        return told

    async def _asked_again(self, waiting: Arrival) -> Arrival:
        try:
            await self._check(waiting.number, waiting.presented)
        except NotReadable as error:  # they are in the house already, and so they stay in the book
            self.book.decide(waiting.number, Admission.CLARIFY, "", str(error))
        return self.book.arrival(waiting.number)

    async def _check(self, number: int, presented: Presented) -> None:
        try:
            answer = await self.desk.check(presented)
        except NoAnswer:
            return  # stays in the book as one to be asked about later
        self.book.decide(number, admission_for(answer.code), answer.code, answer.sentence)


def app_of(reception: Reception) -> Starlette:
    async def arrive(request: Request) -> JSONResponse:
        try:
            presented = Presented(**await request.json())
            return JSONResponse(asdict(await reception.arrive(presented)), 201)
        except (NotReadable, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    async def show(request: Request) -> JSONResponse:
        try:
            return JSONResponse(asdict(reception.book.arrival(request.path_params["number"])))
        except KeyError:
            return JSONResponse({"error": "Không có lượt đến này"}, 404)

    async def check_again(_: Request) -> JSONResponse:
        return JSONResponse([asdict(arrival) for arrival in await reception.check_again()])

    return Starlette(
        routes=[
            Route("/arrivals", arrive, methods=["POST"]),
            Route("/arrivals/check-again", check_again, methods=["POST"]),
            Route("/arrivals/{number:int}", show),
        ]
    )
