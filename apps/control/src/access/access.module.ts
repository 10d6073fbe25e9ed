import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Guard } from './guard.ts';

@Module({ providers: [{ provide: APP_GUARD, useClass: Guard }] })
export class AccessModule {}
